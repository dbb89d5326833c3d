import { seededRandom } from '../random.ts';
import { randomBeta } from './beta.ts';
import { quantile } from './percentiles.ts';

/** Fewer values cannot bracket the median with 95 % (1 - 2/2^5 is below it). */
export const fewestForInterval = 6;

export interface BootstrapOptions {
  seed?: number;
  resamples?: number;
  /** Share of resampled medians inside the interval. */
  level?: number;
}

/**
 * Percentile-bootstrap confidence interval of the median of ascending values; null for fewer than six.
 * Assumes independent values. The result repeats for the same seed (default 0), and costs the same
 * for ten values as for ten million: see `resampledMedian`.
 */
export function medianInterval(
  sorted: Float64Array,
  { seed = 0, resamples = 2000, level = 0.95 }: BootstrapOptions = {},
): [number, number] | null {
  if (sorted.length < fewestForInterval) return null;
  const random = seededRandom(seed);
  const medians = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) medians[i] = resampledMedian(sorted, random);
  medians.sort();
  return [quantile(medians, (1 - level) / 2), quantile(medians, (1 + level) / 2)];
}

/**
 * The median of n values drawn with replacement, without drawing them: a draw is the value at rank
 * floor(n u) for a uniform u, and the middle ones of n ordered uniforms follow Beta distributions.
 */
function resampledMedian(sorted: Float64Array, random: () => number): number {
  const n = sorted.length;
  const value = (u: number) => sorted[Math.min(Math.floor(u * n), n - 1)] ?? Number.NaN;
  const lower = (n + 1) >> 1;
  const u = randomBeta(random, lower, n + 1 - lower);
  if (n % 2 === 1) return value(u);
  // The next one up is the smallest of the uniforms that remain above u.
  const next = u + (1 - u) * (1 - random() ** (1 / (n - lower)));
  return (value(u) + value(next)) / 2;
}
