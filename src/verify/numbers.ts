/**
 * The statistics that a folder holds, written a second time: nothing here is shared with the code that measured.
 * docs/metrics.md and docs/llmeter-format.md define them.
 */

/** Ascending. */
export function inOrder(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The mean of at least one value, as the sum of deviations from the first, which loses few digits. */
export function meanOf(values: readonly number[]): number {
  const [origin = Number.NaN] = values;
  return origin + sumOf(values.map(value => value - origin)) / values.length;
}

/** A percentile between the two values around it; `share` from 0 to 1, `ascending` not empty. */
export function percentileWithin(ascending: readonly number[], share: number): number {
  const place = share * (ascending.length - 1);
  const [low, high] = [ascending[Math.floor(place)] ?? 0, ascending[Math.ceil(place)] ?? 0];
  const weight = place - Math.floor(place);
  return low * (1 - weight) + high * weight;
}

/**
 * LLMeter's percentile (llmeter-format 5.1), which may leave the range of the values: the line through the two
 * values around rank p (n + 1), or through the outermost two.
 */
export function percentileAcross(ascending: readonly number[], percent: number): number {
  const n = ascending.length;
  if (n === 1) return ascending[0] ?? Number.NaN;
  if (percent === 50) return percentileWithin(ascending, 0.5);
  const rank = (percent * (n + 1)) / 100;
  const left = Math.min(n - 1, Math.max(1, Math.floor(rank + 1e-9)));
  const [a, b] = [ascending[left - 1] ?? 0, ascending[left] ?? 0];
  return a + (b - a) * (rank - left);
}
