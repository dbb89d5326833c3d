import { formatCount } from '../format/quantities.ts';
import { percentileSupport, percentiles } from '../metrics/distribution.ts';
import { quantile } from '../stats/percentiles.ts';
import { clientEstimators } from './clientBlocks.ts';
import type { Difference } from './difference.ts';
import { differenceOf, independentDraws } from './difference.ts';
import { meanEstimator, quantileEstimator } from './estimators.ts';
import { expanded, type PairedResamples, pairedDraws } from './pairedBlocks.ts';
import { meanSupport, refusalOf } from './refusal.ts';
import type { Statistic, StatisticComparison } from './result.ts';
import type { RunTiming } from './runTiming.ts';
import type { TimedColumn } from './sample.ts';
import { type Better, verdictOf } from './verdict.ts';

/** The statistics of a metric with one value per request: its quantile, and why n values may be too few. */
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
  clients: (resamples: number) =>
    `percentile bootstrap of whole clients (${formatCount(resamples)} seeded resamples)`,
  mean: (resamples: number) => `Student's t, unequal variances (${formatCount(resamples)} seeded draws)`,
  paired: (resamples: number) =>
    `percentile bootstrap of time blocks that hold requests of both (${formatCount(resamples)} seeded resamples)`,
} as const;

interface Options {
  readonly timing: RunTiming;
  readonly better: Better;
  /** The statistics to compare; the first one decides. */
  readonly wanted: readonly [LatencyStatistic, ...LatencyStatistic[]];
  readonly seed: number;
  readonly resamples: number;
}

/**
 * Compares a metric with one value per request; NaN = missing. A percentile is refused if either side has too
 * few values beyond it.
 */
export function compareLatency(
  baseline: TimedColumn,
  candidate: TimedColumn,
  options: Options,
): [StatisticComparison, ...StatisticComparison[]] {
  const sides = [baseline, candidate].map(side => side.values.filter(Number.isFinite).sort());
  const [a = new Float64Array(), b = new Float64Array()] = sides;
  const differ =
    options.timing === 'interleaved'
      ? paired(baseline, candidate, options)
      : independent([baseline, candidate], [a, b], options);
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
      refused === null ? differ(statistic, [first.value ?? Number.NaN, second.value ?? Number.NaN]) : null;
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

type Differ = (statistic: LatencyStatistic, values: readonly [number, number]) => Difference;

/** Resamples clients if both sides have enough of them, otherwise requests. */
function independent(
  [baseline, candidate]: readonly [TimedColumn, TimedColumn],
  sorted: readonly [Float64Array, Float64Array],
  { seed, resamples }: Options,
): Differ {
  const clients = [clientEstimators(baseline), clientEstimators(candidate)] as const;
  const byRequest = (q: number | null, side: Float64Array) =>
    q === null ? meanEstimator(side) : quantileEstimator(side, q);
  return (statistic, values) => {
    const { q } = statistics[statistic];
    const byClient = clients[0] && clients[1] && ([clients[0](q), clients[1](q)] as const);
    const [first, second] = byClient ?? [byRequest(q, sorted[0]), byRequest(q, sorted[1])];
    const method = byClient ? methods.clients : q === null ? methods.mean : methods.quantile;
    return differenceOf(values, independentDraws(first, second, seed, resamples), method(resamples));
  };
}

/** All statistics share the same resamples, which are drawn when the first statistic needs them. */
function paired(baseline: TimedColumn, candidate: TimedColumn, { wanted, seed, resamples }: Options): Differ {
  const ranked = wanted.filter(statistic => statistics[statistic].q !== null);
  const qs = ranked.map(statistic => statistics[statistic].q ?? 0).sort((x, y) => x - y);
  let resampled: PairedResamples | undefined;
  return (statistic, values) => {
    resampled ??= pairedDraws(baseline, candidate, qs, seed, resamples);
    const { q } = statistics[statistic];
    const draws = (q === null ? undefined : resampled.quantiles[qs.indexOf(q)]) ?? resampled.mean;
    return differenceOf(values, expanded(draws, values, resampled.blocks), methods.paired(resamples));
  };
}
