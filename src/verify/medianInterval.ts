/**
 * A saved interval of a median comes from 2,000 resamples. The distribution that it samples is known exactly, so
 * that its ends can be enclosed without repeating a single draw.
 */

/** The 2.5th percentile of 2,000 draws lies between these shares of the distribution, but for 1 in 10,000 runs. */
const [least, most] = [0.012, 0.04];

export interface IntervalBounds {
  readonly low: readonly [from: number, to: number];
  readonly high: readonly [from: number, to: number];
}

/** Where the ends of the 95 % interval of the median of ascending values can be. */
export function boundsOfInterval(ascending: readonly number[]): IntervalBounds {
  const n = ascending.length;
  // A resampled median is this order statistic, or lies between these two.
  const [lower, upper] = [Math.ceil(n / 2), Math.floor(n / 2) + 1];
  const at = (rank: number, share: number) => ascending[placeOf(n, rank, share) - 1] ?? Number.NaN;
  return {
    low: [at(lower, least), at(upper, most)],
    high: [at(lower, 1 - most), at(upper, 1 - least)],
  };
}

/** The smallest k for which the order statistic `rank` of a resample is at most the k-th value with this probability. */
function placeOf(n: number, rank: number, share: number): number {
  let [from, to] = [1, n];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (atLeast(n, middle / n, rank) >= share) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** Probability of at least `wanted` successes in n trials. */
export function atLeast(n: number, p: number, wanted: number): number {
  if (p >= 1) return 1;
  let term = Math.exp(
    logFactorial(n) -
      logFactorial(wanted) -
      logFactorial(n - wanted) +
      wanted * Math.log(p) +
      (n - wanted) * Math.log1p(-p),
  );
  let sum = 0;
  for (let k = wanted; k <= n; k++) {
    sum += term;
    if (k > n * p && term < sum * 1e-12) break;
    term *= ((n - k) / (k + 1)) * (p / (1 - p));
  }
  return Math.min(1, sum);
}

/** Stirling's series, and the plain sum for small numbers. */
function logFactorial(n: number): number {
  if (n < 20) {
    let sum = 0;
    for (let k = 2; k <= n; k++) sum += Math.log(k);
    return sum;
  }
  return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n) - 1 / (360 * n ** 3);
}
