import { seededRandom } from '../base/random.ts';
import { quantile } from './percentiles.ts';
import { resampledQuantile } from './resampledQuantile.ts';

/** Fewer values cannot bracket the median with 95 % confidence (1 - 2/2^5 is less). */
export const fewestForInterval = 6;

export interface BootstrapOptions {
  seed?: number;
  resamples?: number;
  /** Share of resampled medians inside the interval. */
  level?: number;
}

/**
 * Percentile-bootstrap confidence interval of the median of ascending values; null for fewer than six.
 * Assumes independent values. The same seed (default 0) gives the same result. The cost does not depend on
 * the number of values: see `resampledQuantile`.
 */
export function medianInterval(
  sorted: Float64Array,
  { seed = 0, resamples = 2000, level = 0.95 }: BootstrapOptions = {},
): [number, number] | null {
  if (sorted.length < fewestForInterval) return null;
  const random = seededRandom(seed);
  const medians = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) medians[i] = resampledQuantile(sorted, 0.5, random);
  medians.sort();
  return [quantile(medians, (1 - level) / 2), quantile(medians, (1 + level) / 2)];
}
