import { randomBeta } from '../stats/beta.ts';
import { quantile } from '../stats/percentiles.ts';
import { resampledQuantile } from '../stats/resampledQuantile.ts';
import type { Estimator } from './difference.ts';

/** A quantile of ascending independent values; its draws are bootstrap draws. */
export function quantileEstimator(sorted: Float64Array, q: number): Estimator {
  return { value: quantile(sorted, q), draw: random => resampledQuantile(sorted, q, random) };
}

/**
 * The mean of independent values. Its draws follow Student's t distribution around it (n - 1 degrees of
 * freedom). That gives better coverage than resampling if values are few or skewed, and takes constant time.
 * Needs at least three values.
 */
export function meanEstimator(values: ArrayLike<number>): Estimator {
  const n = values.length;
  const mean = sum(values, x => x) / n;
  const error = Math.sqrt(sum(values, x => (x - mean) ** 2) / (n - 1) / n);
  return studentEstimator(mean, error, n - 1);
}

/** A value with a standard error of so many degrees of freedom; its draws follow Student's t distribution. */
export function studentEstimator(value: number, error: number, freedom: number): Estimator {
  return { value, draw: random => value + error * randomStudent(random, freedom) };
}

function sum(values: ArrayLike<number>, of: (value: number) => number): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += of(values[i] ?? 0);
  return total;
}

/** Draws from Student's t distribution, as a transformed symmetric Beta variable. */
function randomStudent(random: () => number, freedom: number): number {
  const share = randomBeta(random, freedom / 2, freedom / 2);
  return (Math.sqrt(freedom) * (share - 0.5)) / Math.sqrt(share * (1 - share));
}
