const binsPerMillisecond = 20;
const bins = 100 * binsPerMillisecond;

/** How late writes were, in seconds after their scripted time; p50 and p99 are exact to 0.05 ms. */
export interface LatenessSummary {
  readonly n: number;
  readonly p50: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

/** Counts delays in bins of 0.05 ms up to 100 ms: constant memory, no allocation per token. */
export class Lateness {
  #counts = new Uint32Array(bins + 1);
  #n = 0;
  #max = 0;

  /** Milliseconds. */
  add(late: number): void {
    const bin = Math.min(bins, Math.max(0, Math.floor(late * binsPerMillisecond)));
    this.#counts[bin] = (this.#counts[bin] ?? 0) + 1;
    this.#n++;
    if (late > this.#max) this.#max = late;
  }

  summary(): LatenessSummary {
    if (this.#n === 0) return { n: 0, p50: null, p99: null, max: null };
    return { n: this.#n, p50: this.#quantile(0.5), p99: this.#quantile(0.99), max: this.#max / 1000 };
  }

  #quantile(p: number): number {
    const rank = Math.ceil(p * this.#n);
    let seen = 0;
    const bin = this.#counts.findIndex(count => {
      seen += count;
      return seen >= rank;
    });
    const middle = bin === bins ? Number.POSITIVE_INFINITY : (bin + 0.5) / (binsPerMillisecond * 1000);
    return Math.min(middle, this.#max / 1000);
  }
}
