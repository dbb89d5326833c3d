import { sortedFinite } from './sorted.ts';

/** Points of an empirical distribution: `share[i]` of the values are <= `value[i]`. */
export interface Ecdf {
  readonly value: readonly number[];
  readonly share: readonly number[];
  readonly n: number;
}

/**
 * The empirical distribution function with at most about `limit` steps. A longer one is thinned to equal steps of
 * the share; the ends stay exact. Every point returned lies on the exact function.
 */
export function ecdf(values: ArrayLike<number>, limit: number): Ecdf {
  const sorted = sortedFinite(values);
  const n = sorted.length;
  const steps = Math.min(n, limit);
  const value: number[] = [];
  const share: number[] = [];
  for (let i = 0; i < steps; i++) {
    let rank = steps === 1 ? n - 1 : Math.round((i * (n - 1)) / (steps - 1));
    const current = sorted[rank] ?? Number.NaN;
    if (value.at(-1) === current) continue;
    while (rank + 1 < n && sorted[rank + 1] === current) rank++;
    value.push(current);
    share.push((rank + 1) / n);
  }
  return { value, share, n };
}

/** Most steps of a drawn distribution. */
const mostSteps = 1000;

/** The steps to draw of a distribution, from zero at its first value; `position` places values on the axis. */
export function ecdfSteps(sorted: Float64Array, position: (value: number) => number): number[][] {
  const { value, share, n } = ecdf(sorted, mostSteps);
  if (n === 0) return [];
  return [[position(sorted[0] ?? 0), 0], ...value.map((at, i) => [position(at), share[i] ?? 0])];
}
