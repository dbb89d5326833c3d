/** Longest time that processing keeps the event loop from the sockets, milliseconds. */
const slice = 0.2;
/**
 * With more items than this, slices grow with the number of items. If answers arrive faster than they can
 * be read, stamps are late anyway, and the waiting items must not fill the memory.
 */
const crowd = 256;

/**
 * A queue of arrived items. They are processed in short slices between reads, so that parsing and
 * bookkeeping never delay a socket's stamp for long.
 */
export class Backlog<T> {
  readonly #process: (item: T) => void | Promise<void>;
  readonly #now: () => number;
  readonly #onFailure: () => void;
  #items: T[] = [];
  #first = 0;
  #scheduled = false;
  #idle: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  #failure: { error: unknown } | null = null;

  /** `onFailure` is called when an item could not be processed. */
  constructor(process: (item: T) => void | Promise<void>, now: () => number, onFailure = () => {}) {
    this.#process = process;
    this.#now = now;
    this.#onFailure = onFailure;
  }

  get length(): number {
    return this.#items.length - this.#first;
  }

  push(item: T): void {
    this.#items.push(item);
    this.#schedule();
  }

  /** Resolves when everything pushed so far is processed. Rejects with the first error of processing. */
  drained(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#idle.push({ resolve, reject });
      if (!this.#scheduled) this.#tellIdle();
    });
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => void this.#work());
  }

  async #work(): Promise<void> {
    const until = this.#now() + slice * Math.max(1, this.length / crowd);
    while (this.length > 0) {
      const item = this.#items[this.#first] as T;
      this.#first += 1;
      try {
        const processed = this.#process(item);
        if (processed) await processed;
      } catch (error) {
        this.#failure ??= { error };
        this.#onFailure();
      }
      if (this.#now() >= until) break;
    }
    if (this.#first > 1024 || this.length === 0) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    this.#scheduled = false;
    if (this.length > 0) this.#schedule();
    else this.#tellIdle();
  }

  #tellIdle(): void {
    for (const { resolve, reject } of this.#idle.splice(0)) {
      if (this.#failure) reject(this.#failure.error);
      else resolve();
    }
  }
}
