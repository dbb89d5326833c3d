/** Probabilities of the counts `from`, `from` + 1, ... of a binomial variable. Negligible ones are left out. */
export interface BinomialChances {
  readonly from: number;
  readonly chances: Float64Array;
}

/** Standard deviations around the mean beyond which probabilities are negligible. */
const reach = 9;

/** The distribution of the number of successes in `n` trials with success probability `p`. */
export function binomialChances(n: number, p: number): BinomialChances {
  const [mean, spread] = [n * p, Math.ceil(reach * Math.sqrt(n * p * (1 - p))) + reach];
  const from = Math.max(0, Math.floor(mean) - spread);
  const to = Math.min(n, Math.ceil(mean) + spread);
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const chances = new Float64Array(to - from + 1);
  // Relative to the mode, which needs no factorials and cannot overflow.
  chances[mode - from] = 1;
  for (let k = mode; k < to; k++) {
    chances[k + 1 - from] = (chances[k - from] ?? 0) * ((n - k) / (k + 1)) * (p / (1 - p));
  }
  for (let k = mode; k > from; k--) {
    chances[k - 1 - from] = (chances[k - from] ?? 0) * (k / (n - k + 1)) * ((1 - p) / p);
  }
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  return { from, chances: chances.map(chance => chance / total) };
}
