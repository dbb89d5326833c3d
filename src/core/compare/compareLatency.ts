import { formatCount } from '../format/quantities.ts';
import { percentileSupport, percentiles } from '../metrics/distribution.ts';
import { quantile } from '../stats/percentiles.ts';
import type { Arrangement } from './arrangement.ts';
import { differenceOf, independentDraws } from './difference.ts';
import { meanEstimator, quantileEstimator } from './estimators.ts';
import { expanded, type PairedResamples, pairedDraws, type TimedColumn } from './pairedBlocks.ts';
import { meanSupport, refusalOf } from './refusal.ts';
import type { Difference, Statistic, StatisticComparison } from './result.ts';
import { type Better, verdictOf } from './verdict.ts';

/** The statistics of a metric with one value per request: which quantile, and why n values may be too few. */
const statistics = {
  median: { q: percentiles.p50.q, support: n => percentileSupport(n, 'p50') },
  mean: { q: null, support: meanSupport },
  p90: { q: percentiles.p90.q, support: n => percentileSupport(n, 'p90') },
  p99: { q: percentiles.p99.q, support: n => percentileSupport(n, 'p99') },
} as const satisfies Partial<Record<Statistic, { q: number | null; support(n: number): string | null }>>;

type LatencyStatistic = keyof typeof statistics;

const methods = {
  quantile: (resamples: number) =>
    `percentile bootstrap of independent requests (${formatCount(resamples)} seeded resamples)`,
  mean: (resamples: number) => `Student's t, unequal variances (${formatCount(resamples)} seeded draws)`,
  paired: (resamples: number) =>
    `percentile bootstrap of stretches of time that hold requests of both (${formatCount(resamples)} seeded resamples)`,
} as const;

interface Options {
  readonly arrangement: Arrangement;
  readonly better: Better;
  /** Which of the statistics, the one that decides first. */
  readonly wanted: readonly [LatencyStatistic, ...LatencyStatistic[]];
  readonly seed: number;
  readonly resamples: number;
}

/**
 * Compares a metric with one value per request; NaN = missing. A percentile is refused where either side
 * has too few values beyond it.
 */
export function compareLatency(
  baseline: TimedColumn,
  candidate: TimedColumn,
  options: Options,
): [StatisticComparison, ...StatisticComparison[]] {
  const sides = [baseline, candidate].map(side => side.values.filter(Number.isFinite).sort());
  const [a = new Float64Array(), b = new Float64Array()] = sides;
  const paired = options.arrangement === 'interleaved' ? lazyPaired(baseline, candidate, options) : null;
  const compare = (statistic: LatencyStatistic): StatisticComparison => {
    const { q, support } = statistics[statistic];
    const side = (sorted: Float64Array) => ({
      n: sorted.length,
      value: sorted.length === 0 ? null : q === null ? meanEstimator(sorted).value : quantile(sorted, q),
      unreliable: support(sorted.length),
    });
    const [first, second] = [side(a), side(b)];
    const refused = refusalOf(first, second);
    const difference =
      refused === null
        ? paired
          ? paired(statistic, [first.value ?? Number.NaN, second.value ?? Number.NaN])
          : independent(a, b, q, options)
        : null;
    return {
      statistic,
      baseline: first,
      candidate: second,
      difference,
      refused,
      verdict: verdictOf(difference, options.better),
    };
  };
  const [leading, ...others] = options.wanted;
  return [compare(leading), ...others.map(compare)];
}

function independent(a: Float64Array, b: Float64Array, q: number | null, options: Options): Difference {
  const estimator = (sorted: Float64Array) =>
    q === null ? meanEstimator(sorted) : quantileEstimator(sorted, q);
  const [first, second] = [estimator(a), estimator(b)];
  return differenceOf(
    [first.value, second.value],
    independentDraws(first, second, options.seed, options.resamples),
    methods[q === null ? 'mean' : 'quantile'](options.resamples),
  );
}

/** All statistics come from the same resamples, which are made when the first is asked for. */
function lazyPaired(baseline: TimedColumn, candidate: TimedColumn, { wanted, seed, resamples }: Options) {
  const ranked = wanted.filter(statistic => statistics[statistic].q !== null);
  const qs = ranked.map(statistic => statistics[statistic].q ?? 0).sort((x, y) => x - y);
  let resampled: PairedResamples | undefined;
  return (statistic: LatencyStatistic, values: [number, number]): Difference => {
    resampled ??= pairedDraws(baseline, candidate, qs, seed, resamples);
    const { q } = statistics[statistic];
    const draws = (q === null ? undefined : resampled.quantiles[qs.indexOf(q)]) ?? resampled.mean;
    return differenceOf(values, expanded(draws, values, resampled.blocks), methods.paired(resamples));
  };
}
