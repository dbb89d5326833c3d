import { binomialChances } from './binomial.ts';

/**
 * Distribution-free confidence interval of a quantile of ascending values, between two of them: the number of
 * values below the quantile is binomial (David and Nagaraja, "Order Statistics", 2003, section 7.1). Null if there
 * are too few values for both ends. Assumes independent values.
 */
export function quantileInterval(sorted: Float64Array, q: number, level = 0.95): [number, number] | null {
  const n = sorted.length;
  if (n === 0) return null;
  const tail = (1 - level) / 2;
  const { from, chances } = binomialChances(n, q);
  // 1-based ranks: P(fewer than `low` values below) and P(at least `high` values below) are at most `tail`.
  let low = from;
  for (let below = chances[0] ?? 0; below <= tail; below += chances[low - from] ?? 0) low += 1;
  let high = from + chances.length - 1;
  for (let above = chances.at(-1) ?? 0; above <= tail; above += chances[high - from] ?? 0) high -= 1;
  high += 1;
  const [lowest, highest] = [sorted[low - 1], sorted[high - 1]];
  return lowest === undefined || highest === undefined ? null : [lowest, highest];
}
