import { ExactSum } from './exactSum.ts';

/** The recent values are merged into the others when they are more than this share of all. */
const recentShare = 1 / 16;

/**
 * A growing column of numbers whose percentiles can be read at any time. Appending takes amortised O(1). Values
 * are sorted only on demand, as two ordered parts: most of them, and the recent ones. So a read during a run
 * costs as much as the values that came since the last one, and not as much as all of them.
 */
export class SortedColumn {
  readonly #exact = new ExactSum();
  #values = new Float64Array(16);
  #length = 0;
  /** Values before `#merged` are in order, and so are those from there up to `#ordered`. */
  #merged = 0;
  #ordered = 0;
  #sum = 0;

  get length(): number {
    return this.#length;
  }

  /** Sum in order of arrival, as Python's running statistics compute it. */
  get sum(): number {
    return this.#sum;
  }

  /** Appends a value; NaN is a caller's mistake and is ignored like a missing value. */
  append(value: number): void {
    if (Number.isNaN(value)) return;
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(this.#length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
    this.#sum += value;
    this.#exact.add(value);
  }

  /** Exact mean rounded once; NaN for an empty column. */
  mean(): number {
    return this.#length === 0 ? Number.NaN : this.#exact.mean(this.#length);
  }

  /** The value with this rank in ascending order, counted from 0; undefined if there is none. */
  at(rank: number): number | undefined {
    if (rank < 0 || rank >= this.#length) return undefined;
    this.#order();
    const recent = this.#length - this.#merged;
    // How many of the recent values are among the first `rank` of all.
    let low = Math.max(0, rank - this.#merged);
    let high = Math.min(rank, recent);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#from(this.#merged + middle) < this.#from(rank - middle - 1)) low = middle + 1;
      else high = middle;
    }
    const older = rank - low < this.#merged ? this.#from(rank - low) : Number.POSITIVE_INFINITY;
    return low < recent ? Math.min(older, this.#from(this.#merged + low)) : older;
  }

  /** All values in ascending order: a view that the next append invalidates. */
  sorted(): Float64Array {
    this.#order();
    this.#merge();
    return this.#values.subarray(0, this.#length);
  }

  #from(index: number): number {
    return this.#values[index] ?? Number.NaN;
  }

  /** Puts the values appended since the last read in order. */
  #order(): void {
    if (this.#ordered === this.#length) return;
    this.#values.subarray(this.#ordered, this.#length).sort();
    mergeParts(this.#values, this.#merged, this.#ordered, this.#length);
    this.#ordered = this.#length;
    if (this.#length - this.#merged > this.#length * recentShare) this.#merge();
  }

  #merge(): void {
    mergeParts(this.#values, 0, this.#merged, this.#length);
    this.#merged = this.#length;
  }
}

/** Merges two neighbouring ordered parts from the end, so that the first one moves in place. */
function mergeParts(values: Float64Array, start: number, middle: number, end: number): void {
  if (middle === start || middle === end || (values[middle - 1] ?? 0) <= (values[middle] ?? 0)) return;
  const second = values.slice(middle, end);
  let left = middle - 1;
  let right = second.length - 1;
  for (let to = end - 1; right >= 0; to--) {
    const a = left >= start ? (values[left] ?? 0) : Number.NEGATIVE_INFINITY;
    const b = second[right] ?? 0;
    if (left >= start && a > b) {
      values[to] = a;
      left--;
    } else {
      values[to] = b;
      right--;
    }
  }
}
