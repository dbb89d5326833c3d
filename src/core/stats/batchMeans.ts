import type { TimedValue } from './timedValues.ts';

/** The variance of a sum of block values, of which neighbours may be correlated. Their mean is 0. */
export function varianceOfSum(blocks: Float64Array): number {
  const products = (lag: number) => blocks.reduce((sum, value, i) => sum + value * (blocks[i + lag] ?? 0), 0);
  const independent = products(0);
  const correlated = independent + 2 * products(1);
  return (Math.max(independent, correlated) * blocks.length) / (blocks.length - 1);
}

/** Groups of values whose sums are nearly independent of each other. */
export interface Groups {
  readonly count: number;
  /** The group of a value, by its position in the order of sending. */
  readonly of: (index: number) => number;
  /** Whether neighbouring groups may be correlated, as blocks of time may. */
  readonly inTime: boolean;
}

/** Equal blocks of requests in the order of sending. */
export function groupsInTime(n: number, count: number): Groups {
  return { count, of: i => Math.min(count - 1, Math.floor((i * count) / n)), inTime: true };
}

export function groupsByClient(rows: readonly TimedValue[]): Groups {
  const numbers = new Map<number, number>();
  for (const { client } of rows) if (!numbers.has(client)) numbers.set(client, numbers.size);
  const of = (i: number) => numbers.get(rows[i]?.client ?? 0) ?? 0;
  return { count: numbers.size, of, inTime: false };
}

/** The standard error of the mean of some scores, at least as large as if all were independent. */
export function groupedError(scores: Float64Array, { count, of, inTime }: Groups): number {
  const n = scores.length;
  const mean = scores.reduce((sum, score) => sum + score, 0) / n;
  const sums = new Float64Array(count);
  let squares = 0;
  scores.forEach((score, i) => {
    sums[of(i)] = (sums[of(i)] ?? 0) + score - mean;
    squares += (score - mean) ** 2;
  });
  const independent = sums.reduce((sum, value) => sum + value ** 2, 0);
  const variance = inTime ? varianceOfSum(sums) : (independent * count) / (count - 1);
  return Math.sqrt(Math.max(variance, squares)) / n;
}
