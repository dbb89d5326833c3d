import { ExactSum } from './exactSum.ts';

/**
 * A growing column of numbers. Appending takes amortised O(1). Values are sorted only on demand: new ones are
 * sorted and merged into those already in order.
 */
export class SortedColumn {
  readonly #exact = new ExactSum();
  #values = new Float64Array(16);
  #length = 0;
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

  /** All values in ascending order: a view that the next append invalidates. */
  sorted(): Float64Array {
    const from = this.#ordered;
    if (from < this.#length) {
      const fresh = this.#values.subarray(from, this.#length).sort();
      if (from > 0 && (this.#values[from - 1] ?? 0) > (fresh[0] ?? 0)) this.#merge(fresh.slice(), from);
      this.#ordered = this.#length;
    }
    return this.#values.subarray(0, this.#length);
  }

  /** Merges from the end, so that the ordered part moves in place. */
  #merge(fresh: Float64Array, from: number): void {
    const values = this.#values;
    let left = from - 1;
    let right = fresh.length - 1;
    for (let to = this.#length - 1; right >= 0; to--) {
      const a = left >= 0 ? (values[left] ?? 0) : Number.NEGATIVE_INFINITY;
      const b = fresh[right] ?? 0;
      if (left >= 0 && a > b) {
        values[to] = a;
        left--;
      } else {
        values[to] = b;
        right--;
      }
    }
  }
}
