import { quantile } from '../core/stats/percentiles.ts';
import type { AxisScale } from './chart.ts';
import { sortedForScale } from './sorted.ts';
import { niceStep } from './ticks.ts';

export interface Histogram {
  /** One more than counts: bin i holds edges[i] <= value < edges[i+1], and the last bin its upper edge too. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** Number of values in the bins. */
  readonly n: number;
}

const fewestBins = 5;
const mostBins = 60;

function binWidth(sorted: Float64Array): number {
  const range = (sorted.at(-1) ?? 0) - (sorted[0] ?? 0);
  const iqr = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  const freedmanDiaconis = (2 * iqr) / Math.cbrt(sorted.length);
  const width = freedmanDiaconis > 0 ? freedmanDiaconis : range / Math.sqrt(sorted.length);
  return Math.min(Math.max(width, range / mostBins), range / fewestBins);
}

/** Counts ascending values into bins that hold their lower edge, the last one its upper edge too. */
export function countInto(edges: readonly number[], sorted: Float64Array): number[] {
  const counts = new Array<number>(Math.max(0, edges.length - 1)).fill(0);
  let bin = 0;
  for (const value of sorted) {
    if (value < (edges[0] ?? Number.POSITIVE_INFINITY)) continue;
    while (bin < counts.length - 1 && value >= (edges[bin + 1] ?? Number.POSITIVE_INFINITY)) bin++;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

function linearEdges(sorted: Float64Array): number[] {
  const low = sorted[0] ?? 0;
  const high = sorted.at(-1) ?? 0;
  // No round edges lie between values that differ by rounding alone.
  if (high - low <= Math.max(Math.abs(low), Math.abs(high)) * 1e-9) {
    const half = Math.abs(low) / 20 || 0.5;
    return [low - half, low + half];
  }
  const step = niceStep(binWidth(sorted));
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
  const edges = Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
  // Rounding must not put the lowest or the highest value outside.
  edges[0] = Math.min(edges[0] ?? low, low);
  edges[edges.length - 1] = Math.max(edges.at(-1) ?? high, high);
  return edges;
}

function logEdges(sorted: Float64Array): number[] {
  const logs = sorted.map(Math.log10);
  const low = logs[0] ?? 0;
  const high = logs.at(-1) ?? 0;
  if (high === low) return [10 ** (low - 0.05), 10 ** (high + 0.05)];
  const bins = Math.ceil((high - low) / binWidth(logs) - 1e-9);
  return Array.from({ length: bins + 1 }, (_, i) =>
    i === 0 ? (sorted[0] ?? 0) : i === bins ? (sorted.at(-1) ?? 0) : 10 ** (low + ((high - low) * i) / bins),
  );
}

/**
 * Bins by the Freedman-Diaconis rule (width 2 IQR / cube root of n), kept between 5 and 60 bins; linear bins
 * start and end on round numbers; logarithmic ones are equally wide in the logarithm and leave out values that
 * are not positive. Without values there are no bins.
 */
export function histogram(values: ArrayLike<number>, scale: AxisScale): Histogram {
  const sorted = sortedForScale(values, scale);
  if (sorted.length === 0) return { edges: [], counts: [], n: 0 };
  const edges = scale === 'log' ? logEdges(sorted) : linearEdges(sorted);
  return { edges, counts: countInto(edges, sorted), n: sorted.length };
}
