const tail = 0.025;

/**
 * The 95 % interval of a percentile of independent values, between two of ascending values: the number of values below the percentile is
 * binomial, and each end misses it in at most 2.5 of 100 samples. Undefined if there are too few values.
 */
export function percentileInterval(
  ascending: readonly number[],
  share: number,
): [number, number] | undefined {
  const n = ascending.length;
  const ranks = Array.from({ length: n }, (_, i) => i + 1);
  const low = ranks.findLast(rank => atLeast(n, share, rank) >= 1 - tail);
  const high = ranks.find(rank => atLeast(n, share, rank) <= tail);
  const [from, to] = [ascending[(low ?? 0) - 1], ascending[(high ?? 0) - 1]];
  return from === undefined || to === undefined ? undefined : [from, to];
}

/** Probability of at least `wanted` successes in n trials. */
function atLeast(n: number, p: number, wanted: number): number {
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
