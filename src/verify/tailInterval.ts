import { atLeast } from './medianInterval.ts';

const tail = 0.025;

/**
 * The 95 % interval of a percentile between two of ascending values: the number of values below the percentile is
 * binomial, and each end misses it in at most 2.5 of 100 samples. Undefined if there are too few values.
 */
export function tailInterval(ascending: readonly number[], share: number): [number, number] | undefined {
  const n = ascending.length;
  const ranks = Array.from({ length: n }, (_, i) => i + 1);
  const low = ranks.findLast(rank => atLeast(n, share, rank) >= 1 - tail);
  const high = ranks.find(rank => atLeast(n, share, rank) <= tail);
  const [from, to] = [ascending[(low ?? 0) - 1], ascending[(high ?? 0) - 1]];
  return from === undefined || to === undefined ? undefined : [from, to];
}
