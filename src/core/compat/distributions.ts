import { quantile } from '../stats/percentiles.ts';

/** Mean, standard deviation and percentiles as numpy computes them by default. */
export interface NumpySummary {
  readonly mean: number;
  readonly std: number;
  percentile(p: number): number;
}

/** numpy's mean, std (ddof 0) and percentile (linear) of some values; null for none. */
export function numpySummary(values: readonly number[]): NumpySummary | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    std: Math.sqrt(squares / values.length),
    percentile: p => quantile(sorted, p / 100),
  };
}

/** A value and its weight. */
export type Weighted = readonly [value: number, weight: number];

/**
 * GuideLLM's summary: weighted mean and standard deviation. A percentile is the smallest value at which the
 * cumulative share of the weights reaches it, so it is never between two values. If all weights are 0, values
 * count equally. Null for no values.
 */
export function weightedSummary(values: readonly Weighted[]): NumpySummary | null {
  if (values.length === 0) return null;
  const given = values.reduce((sum, [, weight]) => sum + weight, 0);
  const weighted =
    given > 1e-6 ? values.filter(([, weight]) => weight > 0) : values.map(([value]) => [value, 1] as const);
  const total = weighted.reduce((sum, [, weight]) => sum + weight, 0);
  const byValue = new Map<number, number>();
  for (const [value, weight] of weighted) byValue.set(value, (byValue.get(value) ?? 0) + weight);
  const shares = [...byValue]
    .sort(([a], [b]) => a - b)
    .map(([value, weight]) => [value, weight / total] as const);
  const mean = shares.reduce((sum, [value, share]) => sum + value * share, 0);
  const variance = shares.reduce((sum, [value, share]) => sum + (value - mean) ** 2 * share, 0);
  return {
    mean,
    std: Math.sqrt(variance),
    percentile: p => {
      let passed = 0;
      for (const [value, share] of shares) {
        passed += share;
        if (passed >= p / 100) return value;
      }
      return shares.at(-1)?.[0] ?? Number.NaN;
    },
  };
}
