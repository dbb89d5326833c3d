import { type CsvCell, csvText } from '../format/csv.ts';
import type { Estimate } from './difference.ts';
import type { MetricComparison, PairComparison, StatisticComparison } from './result.ts';

const columns = [
  ...['baseline', 'candidate', 'metric', 'statistic', 'unit', 'deciding'],
  ...['baseline_n', 'baseline_value', 'candidate_n', 'candidate_value'],
  ...['difference', 'difference_low', 'difference_high'],
  ...['relative', 'relative_low', 'relative_high'],
  ...['detectable_higher', 'detectable_lower', 'verdict', 'method', 'note'],
];

/**
 * Comparisons as CSV, one row per statistic: unrounded numbers in the metric's unit, 95 % intervals, and
 * relative differences as shares of the baseline.
 */
export function comparisonCsv(pairs: readonly PairComparison[]): string {
  const rows = pairs.flatMap(pair =>
    pair.metrics.flatMap(metric => metric.statistics.map(found => rowOf(pair, metric, found))),
  );
  return csvText(columns, rows);
}

function rowOf(pair: PairComparison, metric: MetricComparison, found: StatisticComparison): CsvCell[] {
  const { statistic, adjusted, baseline, candidate, difference, refused, verdict } = found;
  const against = found.notComparable ?? metric.notComparable;
  return [
    ...[pair.baseline, pair.candidate, metric.key],
    ...[
      adjusted === undefined ? statistic : `${statistic} ${adjusted}`,
      metric.unit,
      metric.role === 'deciding',
    ],
    ...[baseline.n, baseline.value, candidate.n, candidate.value],
    ...ends(difference?.absolute),
    ...ends(difference?.relative),
    difference?.detectable?.higher?.absolute ?? null,
    difference?.detectable?.lower?.absolute ?? null,
    ...[verdict, difference?.method ?? null],
    refused ?? (against.length > 0 ? `not comparable: ${against.join('; ')}` : null),
  ];
}

function ends(estimate: Estimate | null | undefined): CsvCell[] {
  return estimate ? [estimate.value, estimate.low, estimate.high] : [null, null, null];
}
