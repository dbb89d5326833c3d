import { medianInterval } from '../stats/confidence.ts';
import { quantile } from '../stats/percentiles.ts';
import { quantileInterval } from '../stats/quantileInterval.ts';
import type { SortedColumn } from '../stats/sortedColumn.ts';

/** The percentiles we report; `tail` is the share of values above them, in thousandths. */
export const percentiles = {
  p50: { q: 0.5, tail: 500 },
  p90: { q: 0.9, tail: 100 },
  p95: { q: 0.95, tail: 50 },
  p99: { q: 0.99, tail: 10 },
  p999: { q: 0.999, tail: 1 },
} as const;

export type PercentileKey = keyof typeof percentiles;

/** A percentile with fewer values than this beyond it is unreliable. */
const fewestInTail = 5;

/** The smallest sample that supports a percentile: it leaves five values beyond it. */
export function valuesNeeded(key: PercentileKey): number {
  return (fewestInTail * 1000) / percentiles[key].tail;
}

/** Why a percentile of `n` values is unreliable, as a sentence; null if it is reliable. */
export function percentileSupport(n: number, key: PercentileKey): string | null {
  const needed = valuesNeeded(key);
  if (n >= needed) return null;
  return `${n} ${n === 1 ? 'value is' : 'values are'} too few: this percentile needs at least ${needed}.`;
}

/** How much too high a reported number is because of this machine, as a fraction; negative = too low. */
export interface DelayShare {
  likely: number;
  /** The limit of what is possible; null = there is none. */
  atMost: number | null;
}

/** The reported numbers of a metric that this machine may have changed. All others are not affected. */
export type ClientDelay = { [K in PercentileKey | 'mean']?: DelayShare };

/** Summary of one metric's values; all null if there are none. Percentiles never leave the observed range. */
export interface Distribution {
  n: number;
  mean: number | null;
  min: number | null;
  p50: number | null;
  p90: number | null;
  p95: number | null;
  p99: number | null;
  p999: number | null;
  max: number | null;
  unit: string;
  /** Percentiles with too few values beyond them, with the reason. */
  unreliable: Record<string, string>;
  /** 95 % confidence intervals; final results only, and only where there are enough values. */
  p50ci?: [number, number];
  p90ci?: [number, number];
  p95ci?: [number, number];
  p99ci?: [number, number];
  /** What this machine added to these numbers. Final results only; absent if it is not known. */
  clientDelay?: ClientDelay;
}

/** Summarises a column. `interval` adds confidence intervals, which assume independent values. */
export function distribution(column: SortedColumn, unit: string, interval: boolean): Distribution {
  const n = column.length;
  const at = (q: number) => (n === 0 ? null : quantile(column, q));
  const unreliable: Record<string, string> = {};
  for (const key of Object.keys(percentiles) as PercentileKey[]) {
    const reason = n === 0 ? null : percentileSupport(n, key);
    if (reason !== null) unreliable[key] = reason;
  }
  const p50ci = interval ? medianInterval(column.sorted()) : null;
  return {
    n,
    mean: n === 0 ? null : column.mean(),
    min: at(0),
    p50: at(percentiles.p50.q),
    p90: at(percentiles.p90.q),
    p95: at(percentiles.p95.q),
    p99: at(percentiles.p99.q),
    p999: at(percentiles.p999.q),
    max: at(1),
    unit,
    unreliable,
    ...(p50ci && { p50ci }),
    ...(interval && tailIntervals(column.sorted())),
  };
}

/** The percentiles above the median that have a confidence interval. */
export const tailKeys = ['p90', 'p95', 'p99'] as const;

function tailIntervals(sorted: Float64Array): Pick<Distribution, `${(typeof tailKeys)[number]}ci`> {
  return Object.fromEntries(
    tailKeys.flatMap(key => {
      const found = quantileInterval(sorted, percentiles[key].q);
      return found === null ? [] : [[`${key}ci`, found]];
    }),
  );
}
