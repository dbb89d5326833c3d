/** Buckets per doubling: neighbours differ by half a percent. */
const perDoubling = 139;
/** Smaller values share the first bucket, which counts as 0. */
const smallest = 1e-6;
const buckets = 40 * perDoubling;

/**
 * Counts positive numbers, such as seconds, in buckets of half a percent. Takes constant memory. Also counts
 * their sum.
 */
export class LogCounts {
  readonly #counts = new Uint32Array(buckets + 1);
  #count = 0;
  #sum = 0;

  get count(): number {
    return this.#count;
  }

  get sum(): number {
    return this.#sum;
  }

  add(value: number): void {
    const bucket = value <= smallest ? 0 : Math.ceil(Math.log2(value / smallest) * perDoubling);
    const index = Math.min(bucket, buckets);
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#count += 1;
    this.#sum += value;
  }

  in(bucket: number): number {
    return this.#counts[bucket] ?? 0;
  }
}

/** The quantile of what two counters have counted, like `quantile`; NaN if that is nothing. */
export function countedQuantile(one: LogCounts, other: LogCounts, q: number): number {
  const position = q * (one.count + other.count - 1);
  const below = Math.floor(position);
  const a = valueAt(one, other, below);
  const b = below === position ? a : valueAt(one, other, below + 1);
  return a + (b - a) * (position - below);
}

/** The value with this many smaller ones before it. */
function valueAt(one: LogCounts, other: LogCounts, rank: number): number {
  let seen = 0;
  for (let bucket = 0; bucket <= buckets; bucket++) {
    seen += one.in(bucket) + other.in(bucket);
    if (seen > rank) return bucket === 0 ? 0 : smallest * 2 ** ((bucket - 0.5) / perDoubling);
  }
  return Number.NaN;
}
