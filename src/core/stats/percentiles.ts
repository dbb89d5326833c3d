import { UserError } from '../base/errors.ts';

/** Values in ascending order, by rank: a sorted array, or a column that finds them without sorting all. */
export interface AscendingValues {
  readonly length: number;
  at(rank: number): number | undefined;
}

/**
 * LLMeter's percentile of ascending values (llmeter-format 5.1): the median for 50, else Python's exclusive
 * method, which leaves the observed range for small samples. `p` is a whole number from 1 to 99.
 * Needs at least one value. Throws UserError for any other `p`.
 */
export function llmeterPercentile(sorted: AscendingValues, p: number): number {
  if (!Number.isInteger(p) || p < 1 || p > 99) {
    throw new UserError(
      `A percentile of LLMeter's statistics must be a whole number from 1 to 99, not ${p}.`,
    );
  }
  const count = sorted.length;
  const at = (index: number) => sorted.at(index) ?? Number.NaN;
  if (count <= 1) return at(0);
  if (p === 50) {
    const middle = count >> 1;
    return count % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
  }
  const base = p % 25 === 0 ? 4 : p % 10 === 0 ? 10 : 100;
  const position = ((p * base) / 100) * (count + 1);
  const j = Math.min(Math.max(Math.floor(position / base), 1), count - 1);
  const d = position - j * base;
  return (at(j - 1) * (base - d) + at(j) * d) / base;
}

/**
 * Our quantile of ascending values: linear interpolation that never leaves the observed range
 * (numpy's `linear`). `q` is from 0 to 1; NaN for no values.
 */
export function quantile(sorted: AscendingValues, q: number): number {
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const a = sorted.at(below) ?? Number.NaN;
  const b = sorted.at(below + 1) ?? a;
  // numpy's lerp: from the nearer end, so that the result is monotonic and exact at both ends.
  const t = position - below;
  return t < 0.5 ? a + (b - a) * t : b - (b - a) * (1 - t);
}
