import { randomBeta } from './beta.ts';

/**
 * The quantile (as `quantile` computes it) of n values drawn with replacement from n ascending ones, without
 * drawing them. Each draw is the value at rank floor(n u) for a uniform u, and the one or two order statistics
 * of the uniforms that determine a quantile follow Beta distributions. The cost does not depend on n.
 */
export function resampledQuantile(sorted: Float64Array, q: number, random: () => number): number {
  const n = sorted.length;
  const value = (u: number) => sorted[Math.min(Math.floor(u * n), n - 1)] ?? Number.NaN;
  const position = q * (n - 1);
  const rank = Math.floor(position) + 1;
  const t = position - (rank - 1);
  const u = randomBeta(random, rank, n + 1 - rank);
  const a = value(u);
  if (t === 0) return a;
  // The next order statistic is the smallest of the remaining uniforms above u.
  const b = value(u + (1 - u) * (1 - random() ** (1 / (n - rank))));
  return t < 0.5 ? a + (b - a) * t : b - (b - a) * (1 - t);
}
