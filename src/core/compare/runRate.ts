import { steadyLeads } from '../metrics/leadingRates.ts';
import { countedCycles, steadyRate } from '../metrics/steadyWindow.ts';
import { type Amount, comparedRates, type RateBasis } from './comparedMetrics.ts';
import type { Estimator } from './difference.ts';
import { studentEstimator } from './estimators.ts';
import type { Sample } from './sample.ts';

/**
 * With few blocks, their spread is poorly known; more than twenty add little (Schmeiser, "Batch size effects
 * in the analysis of simulation output", Operations Research 30, 1982).
 */
const minBlocks = 8;
const maxBlocks = 20;
const requestsPerBlock = 2;

/** An amount per second. */
export interface RunRate {
  /** Number of requests that contributed. */
  readonly n: number;
  /** Null if the window is not known. */
  readonly value: number | null;
  /** Draws of the values that it might have in similar runs; null if they are not known. */
  readonly estimator: Estimator | null;
  /** Why there are no draws, as a sentence. */
  readonly refused: string | null;
}

/** An amount per second of the steady window or of the whole run; null if there is none. */
export function rateValue(sample: Sample, amount: Amount, basis: RateBasis): number | null {
  const { window, steady, columns } = sample;
  if (basis === 'steady') return steady && steadyRate(steady, amount);
  return window && sumOf(columns.endedAt.keys(), amount) / (window[1] - window[0]);
}

/** The rates that lead for a run: those of the steady window if they differ notably from those of the whole run. */
export function leadingBasis(sample: Sample): RateBasis {
  const rate = (basis: RateBasis) => rateValue(sample, comparedRates.request_throughput(sample), basis);
  return steadyLeads(rate('whole'), rate('steady')) ? 'steady' : 'whole';
}

/** The one basis on which two runs are compared: the steady window if it leads for either and both have one. */
export function commonBasis(pair: readonly Sample[]): RateBasis {
  const known = pair.every(
    sample => rateValue(sample, comparedRates.request_throughput(sample), 'steady') !== null,
  );
  return known && pair.some(sample => leadingBasis(sample) === 'steady') ? 'steady' : 'whole';
}

/**
 * A rate with its error, which comes from equal time blocks of the steady window ("batch means"). The
 * residual of a request is its share of the amounts minus its share of the cycles, so that a block has the
 * whole of each request sent in it.
 */
export function runRate(sample: Sample, amount: Amount, basis: RateBasis): RunRate {
  const { columns } = sample;
  const n = [...columns.endedAt.keys()].filter(i => amount(i) > 0).length;
  const value = rateValue(sample, amount, basis);
  const without = (refused: string): RunRate => ({ n, value, estimator: null, refused });
  if (value === null) return without('it is not known when the requests ended.');
  const error = relativeError(sample, amount);
  if (error === null) {
    return without(
      `the run is too short for a rate: its clients must be at work together for ${minBlocks} times a typical request.`,
    );
  }
  return { n, value, estimator: studentEstimator(value, value * error.size, error.freedom), refused: null };
}

/** The standard error of a rate as a share of it; null if the window has too few blocks. */
function relativeError(sample: Sample, amount: Amount): { size: number; freedom: number } | null {
  const { steady, columns } = sample;
  if (steady === null) return null;
  const { requests, from, to } = steady;
  const cycles = countedCycles(steady);
  const time = cycles.reduce((sum, cycle) => sum + cycle, 0);
  // A moment of the window falls into a cycle of this length on average.
  const typical = cycles.reduce((sum, cycle) => sum + cycle ** 2, 0) / time;
  const longest = Math.floor(requests.length / requestsPerBlock);
  const count = Math.min(maxBlocks, Math.floor((to - from) / typical), longest);
  if (!(count >= minBlocks)) return null;
  const total = sumOf(requests, amount);
  const residuals = new Float64Array(count);
  requests.forEach((i, k) => {
    const passed = ((columns.sentAt[i] ?? from) - from) / (to - from);
    const block = Math.min(count - 1, Math.floor(passed * count));
    const share = total === 0 ? 0 : amountAt(amount, i) / total - (cycles[k] ?? 0) / time;
    residuals[block] = (residuals[block] ?? 0) + share;
  });
  return { size: Math.sqrt(varianceOfSum(residuals)), freedom: count - 1 };
}

/** The variance of a sum of block values, of which neighbours may be correlated. Their mean is 0. */
function varianceOfSum(blocks: Float64Array): number {
  const products = (lag: number) => blocks.reduce((sum, value, i) => sum + value * (blocks[i + lag] ?? 0), 0);
  const independent = products(0);
  const correlated = independent + 2 * products(1);
  return (Math.max(independent, correlated) * blocks.length) / (blocks.length - 1);
}

function sumOf(indices: Iterable<number>, amount: Amount): number {
  let total = 0;
  for (const i of indices) total += amountAt(amount, i);
  return total;
}

function amountAt(amount: Amount, index: number): number {
  return Math.max(0, amount(index) || 0);
}
