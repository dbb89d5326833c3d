import { formatCount } from '../format/quantities.ts';
import { percentileSupport, percentiles } from '../metrics/distribution.ts';
import { quantile } from '../stats/percentiles.ts';
import {
  type ComparedKey,
  comparedRates,
  comparedShares,
  isRate,
  isShare,
  type PerRequestKey,
  type RateBasis,
  requestColumn,
} from './comparedMetrics.ts';
import { differenceOf, independentDraws } from './difference.ts';
import { meanEstimator } from './estimators.ts';
import { columnWithFailures, isInfinite } from './failuresAsInfinite.ts';
import { infiniteRefusal, meanSupport, refusalOf } from './refusal.ts';
import type { SideValue, Statistic, StatisticComparison } from './result.ts';
import { commonBasis, rateValue } from './runRate.ts';
import type { Sample } from './sample.ts';
import { type Better, verdictOf } from './verdict.ts';

/** The value of a statistic in one run, and why it is not reliable there. */
interface RunValue {
  readonly n: number;
  readonly value: number;
  readonly unreliable: string | null;
}

interface Random {
  readonly seed: number;
  readonly resamples: number;
}

type Repeats = readonly [baseline: readonly Sample[], candidate: readonly Sample[]];

/**
 * Compares a metric of repeated runs. A run is the unit: its statistic is one value, and how values of runs differ
 * tells the error, whatever requests of one moment share.
 * @param failuresCount whether failed requests are infinitely slow, because the sides differ in their share
 */
export function compareRepeats(
  key: ComparedKey,
  repeats: Repeats,
  better: Better,
  random: Random,
  failuresCount: boolean,
): [StatisticComparison, ...StatisticComparison[]] {
  const compare = (statistic: Statistic, of: (run: Sample) => RunValue) =>
    compareValues(statistic, [repeats[0].map(of), repeats[1].map(of)], better, random);
  if (isRate(key)) {
    const basis = commonBasis(repeats.flat());
    return [compare('total', run => rateOf(run, key, basis))];
  }
  if (isShare(key)) return [compare('total', run => shareOf(run, key))];
  const values = (run: Sample) => valuesOf(run, key, failuresCount);
  const mean = () => compare('mean', run => meanOf(values(run)));
  if (key === 'cost_per_request') return [mean()];
  const ranked = (['p50', 'p90', 'p99'] as const).map(percentile => {
    const found = compare(percentile === 'p50' ? 'median' : percentile, run => {
      const sorted = values(run);
      const unreliable = percentileSupport(sorted.length, percentile);
      return { n: sorted.length, value: quantile(sorted, percentiles[percentile].q), unreliable };
    });
    return failuresCount ? { ...found, failuresCount } : found;
  });
  const [median, ...tails] = ranked as [StatisticComparison, ...StatisticComparison[]];
  return failuresCount ? [median, ...tails] : [median, mean(), ...tails];
}

function valuesOf(run: Sample, key: PerRequestKey, failuresCount: boolean): Float64Array {
  const column = requestColumn(run, key);
  const { values } = failuresCount && key !== 'cost_per_request' ? columnWithFailures(run, column) : column;
  return Float64Array.from(values.filter(Number.isFinite)).sort();
}

function meanOf(values: Float64Array): RunValue {
  const value = values.reduce((total, one) => total + one, 0) / values.length;
  return { n: values.length, value, unreliable: meanSupport(values.length) };
}

function rateOf(run: Sample, key: keyof typeof comparedRates, basis: RateBasis): RunValue {
  const amount = comparedRates[key](run) ?? (() => Number.NaN);
  const value = rateValue(run, amount, basis) ?? Number.NaN;
  const n = [...run.columns.endedAt.keys()].filter(i => amount(i) > 0).length;
  return { n, value, unreliable: Number.isNaN(value) ? 'it is not known when the requests ended.' : null };
}

function shareOf(run: Sample, key: keyof typeof comparedShares): RunValue {
  const counted = comparedShares[key](run) ?? new Uint8Array();
  const value = counted.reduce((total, one) => total + one, 0) / counted.length;
  return { n: counted.length, value, unreliable: meanSupport(counted.length) };
}

function compareValues(
  statistic: Statistic,
  sides: readonly [readonly RunValue[], readonly RunValue[]],
  better: Better,
  { seed, resamples }: Random,
): StatisticComparison {
  const [baseline, candidate] = [sideOf(sides[0]), sideOf(sides[1])];
  const found = { statistic, baseline, candidate, difference: null };
  const why = refusalOf(baseline, candidate) ?? infinite(baseline, candidate);
  if (why !== null) return { ...found, refused: why, verdict: 'not enough data' };
  const [a, b] = [
    meanEstimator(sides[0].map(run => run.value)),
    meanEstimator(sides[1].map(run => run.value)),
  ];
  const difference = differenceOf(
    [a.value, b.value],
    independentDraws(a, b, seed, resamples),
    `Student's t of ${formatCount(sides[0].length)} and ${formatCount(sides[1].length)} repeats (${formatCount(resamples)} seeded draws)`,
  );
  return { ...found, difference, refused: null, verdict: verdictOf(difference, better) };
}

/** The mean of the runs. */
function sideOf(runs: readonly RunValue[]): SideValue {
  const n = runs.reduce((total, run) => total + run.n, 0);
  const unreliable = runs.find(run => run.unreliable !== null)?.unreliable ?? null;
  if (runs.some(run => isInfinite(run.value))) return { n, value: null, infinite: true, unreliable };
  const value = runs.reduce((total, run) => total + run.value, 0) / runs.length;
  return { n, value: Number.isNaN(value) ? null : value, unreliable };
}

function infinite(baseline: SideValue, candidate: SideValue): string | null {
  if (baseline.infinite && candidate.infinite) return infiniteRefusal('both');
  if (baseline.infinite) return infiniteRefusal('baseline');
  return candidate.infinite ? infiniteRefusal('candidate') : null;
}
