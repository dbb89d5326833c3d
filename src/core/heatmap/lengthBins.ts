import type { LengthBin } from './heatmap.ts';

/**
 * LLMeter's bins (llmeter-format 7.4): `count` bins of equal width from the smallest value on. Some are empty
 * if lengths are spaced unevenly. Equal values make one bin, and no values none. Values are whole numbers
 * from 0.
 */
export function linearBins(values: readonly number[], count: number): LengthBin[] {
  const [min, max] = rangeOf(values);
  if (values.length === 0) return [];
  if (min === max) return [{ from: min, to: min + 1 }];
  const width = Math.max(1, Math.ceil((max - min) / count));
  const last = min + count * width;
  return Array.from({ length: count }, (_, i) => ({
    from: min + i * width,
    to: i < count - 1 ? min + (i + 1) * width : last > max ? last : max + 1,
  }));
}

/**
 * Bins for lengths of any spacing: natural breaks of the logarithms, found exactly. The values form at most
 * `count` groups with the least spread inside them, and each bin spans just its group. No bin is empty, so
 * there may be gaps between bins. No values make no bins.
 */
export function logBins(values: readonly number[], count: number): LengthBin[] {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const starts = naturalBreaks(
    distinct.map(value => Math.log1p(value)),
    Math.min(count, distinct.length),
  );
  return starts.map((start, i) => ({
    from: distinct[start] ?? 0,
    to: (distinct[(starts[i + 1] ?? distinct.length) - 1] ?? 0) + 1,
  }));
}

/** Index of the bin that a length is in, or of the nearest one; -1 if there are no bins. */
export function binOf(bins: readonly LengthBin[], length: number): number {
  const next = bins.findIndex(({ to }) => length < to);
  if (next < 0) return bins.length - 1;
  const [below, above] = [bins[next - 1], bins[next]];
  const isBetween = below !== undefined && above !== undefined && length < above.from;
  return isBetween && length - (below.to - 1) <= above.from - length ? next - 1 : next;
}

function rangeOf(values: readonly number[]): [min: number, max: number] {
  return values.reduce(
    ([min, max], value) => [Math.min(min, value), Math.max(max, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

/**
 * The start index of each of `count` groups of ascending values with the least total of squared deviations.
 */
function naturalBreaks(sorted: readonly number[], count: number): number[] {
  const spread = spreadOf(sorted);
  let least: Float64Array = Float64Array.from({ length: sorted.length + 1 }, (_, i) =>
    i === 0 ? 0 : spread(0, i),
  );
  const starts: Int32Array[] = [];
  for (let group = 1; group < count; group++) {
    const split = withOneMoreGroup(least, group, spread);
    least = split.least;
    starts.push(split.starts);
  }
  const found: number[] = [];
  let end = sorted.length;
  for (const lastStarts of starts.reverse()) {
    end = lastStarts[end] ?? 0;
    found.unshift(end);
  }
  return count > 0 ? [0, ...found] : [];
}

/** Sum of squared deviations of the values from index `from` up to but not including `to`. */
type Spread = (from: number, to: number) => number;

function spreadOf(values: readonly number[]): Spread {
  const [sums, squares] = [new Float64Array(values.length + 1), new Float64Array(values.length + 1)];
  for (const [i, value] of values.entries()) {
    sums[i + 1] = (sums[i] ?? 0) + value;
    squares[i + 1] = (squares[i] ?? 0) + value * value;
  }
  return (from, to) => {
    const sum = (sums[to] ?? 0) - (sums[from] ?? 0);
    return Math.max(0, (squares[to] ?? 0) - (squares[from] ?? 0) - (sum * sum) / (to - from));
  };
}

/**
 * One step of dynamic programming: divides the first i values, for every i, into `groups` + 1 groups. `least`
 * holds their least spread with `groups` groups; the result holds it with one more, and where the last group
 * starts.
 */
function withOneMoreGroup(
  least: Float64Array,
  groups: number,
  spread: Spread,
): { least: Float64Array; starts: Int32Array } {
  const next = new Float64Array(least.length).fill(Number.POSITIVE_INFINITY);
  const starts = new Int32Array(least.length);
  for (let end = groups + 1; end < least.length; end++) {
    for (let start = groups; start < end; start++) {
      const total = (least[start] ?? 0) + spread(start, end);
      if (total >= (next[end] ?? 0)) continue;
      next[end] = total;
      starts[end] = start;
    }
  }
  return { least: next, starts };
}
