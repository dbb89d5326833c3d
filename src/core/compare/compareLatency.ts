import { formatCount } from '../format/quantities.ts';
import { percentileSupport, percentiles } from '../metrics/distribution.ts';
import { quantile } from '../stats/percentiles.ts';
import { clientEstimators } from './clientBlocks.ts';
import type { Difference } from './difference.ts';
import { differenceOf, independentDraws } from './difference.ts';
import { meanEstimator, quantileEstimator } from './estimators.ts';
import { failuresCounted, isInfinite, withoutFailures } from './failuresAsInfinite.ts';
import { expanded, type PairedResamples, pairedDraws } from './pairedBlocks.ts';
import { infiniteRefusal, meanOfFailures, meanSupport, refusalOf } from './refusal.ts';
import type { SideValue, Statistic, StatisticComparison } from './result.ts';
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
  /** Whether the columns hold infinite times of failed requests; default false. */
  readonly failuresCount?: boolean;
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
  const compare = (statistic: LatencyStatistic): StatisticComparison =>
    statistic === 'mean' && options.failuresCount
      ? meansOfSuccesses(withoutFailures(a), withoutFailures(b))
      : compareStatistic(statistic, [a, b], differ, options);
  const [leading, ...others] = options.wanted;
  return [compare(leading), ...others.map(compare)];
}

function compareStatistic(
  statistic: LatencyStatistic,
  sorted: readonly [Float64Array, Float64Array],
  differ: Differ,
  { better, failuresCount = false }: Options,
): StatisticComparison {
  const { q, support } = statistics[statistic];
  const estimate = (side: Float64Array) =>
    side.length === 0 ? Number.NaN : q === null ? meanEstimator(side).value : quantile(side, q);
  const values = [estimate(sorted[0]), estimate(sorted[1])] as const;
  const side = (i: 0 | 1) => sideValue(values[i], sorted[i].length, support(sorted[i].length));
  const [first, second] = [side(0), side(1)];
  const found = { statistic, baseline: first, candidate: second, ...(failuresCount && { failuresCount }) };
  const refused = refusalOf(first, second);
  if (refused !== null || (first.infinite && second.infinite)) {
    const why = refused ?? infiniteRefusal('both');
    return { ...found, difference: null, refused: why, verdict: 'not enough data' };
  }
  const difference = differ(statistic, values);
  const verdict = verdictOf(difference, better);
  const unbounded = unboundedSide(difference);
  if (unbounded === null) return { ...found, difference, refused: null, verdict };
  return {
    ...found,
    difference: null,
    refused: infiniteRefusal(unbounded),
    verdict: verdict === 'no detectable difference' ? 'not enough data' : verdict,
  };
}

function sideValue(value: number, n: number, unreliable: string | null): SideValue {
  if (isInfinite(value)) return { n, value: null, infinite: true, unreliable };
  return { n, value: Number.isNaN(value) ? null : value, unreliable };
}

/** The side whose failures make a difference, or an end of its interval, infinite; null if neither does. */
function unboundedSide({ absolute }: Difference): 'baseline' | 'candidate' | null {
  if (isInfinite(absolute.high)) return 'candidate';
  return isInfinite(absolute.low) ? 'baseline' : null;
}

/** Both means for reference; failed requests have no place in them. */
function meansOfSuccesses(baseline: Float64Array, candidate: Float64Array): StatisticComparison {
  const side = (values: Float64Array): SideValue => ({
    n: values.length,
    value: values.length === 0 ? null : meanEstimator(values).value,
    unreliable: meanSupport(values.length),
  });
  return {
    statistic: 'mean',
    baseline: side(baseline),
    candidate: side(candidate),
    difference: null,
    refused: meanOfFailures,
    verdict: 'not enough data',
  };
}

type Differ = (statistic: LatencyStatistic, values: readonly [number, number]) => Difference;

function inWords(method: string, failuresCount = false): string {
  return failuresCount ? `${method}, ${failuresCounted}` : method;
}

/** Resamples clients if both sides have enough of them, otherwise requests. */
function independent(
  [baseline, candidate]: readonly [TimedColumn, TimedColumn],
  sorted: readonly [Float64Array, Float64Array],
  { seed, resamples, failuresCount }: Options,
): Differ {
  const clients = [clientEstimators(baseline), clientEstimators(candidate)] as const;
  const byRequest = (q: number | null, side: Float64Array) =>
    q === null ? meanEstimator(side) : quantileEstimator(side, q);
  return (statistic, values) => {
    const { q } = statistics[statistic];
    const byClient = clients[0] && clients[1] && ([clients[0](q), clients[1](q)] as const);
    const [first, second] = byClient ?? [byRequest(q, sorted[0]), byRequest(q, sorted[1])];
    const method = byClient ? methods.clients : q === null ? methods.mean : methods.quantile;
    const draws = independentDraws(first, second, seed, resamples);
    return differenceOf(values, draws, inWords(method(resamples), failuresCount));
  };
}

/** All statistics share the same resamples, which are drawn when the first statistic needs them. */
function paired(
  baseline: TimedColumn,
  candidate: TimedColumn,
  { wanted, seed, resamples, failuresCount }: Options,
): Differ {
  const ranked = wanted.filter(statistic => statistics[statistic].q !== null);
  const qs = ranked.map(statistic => statistics[statistic].q ?? 0).sort((x, y) => x - y);
  let resampled: PairedResamples | undefined;
  return (statistic, values) => {
    resampled ??= pairedDraws(baseline, candidate, qs, seed, resamples);
    const { q } = statistics[statistic];
    const draws = (q === null ? undefined : resampled.quantiles[qs.indexOf(q)]) ?? resampled.mean;
    const method = inWords(methods.paired(resamples), failuresCount);
    return differenceOf(values, expanded(draws, values, resampled.blocks), method);
  };
}
