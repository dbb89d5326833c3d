/** Longest the event loop is kept from the sockets for processing, milliseconds. */
const slice = 1;

/**
 * What arrived and waits to be processed, in order. It is worked off in short slices between reads, so
 * that parsing and bookkeeping never stand between a socket and its stamp for long.
 */
export class Backlog<T> {
  readonly #process: (item: T) => void | Promise<void>;
  readonly #now: () => number;
  #items: T[] = [];
  #first = 0;
  #scheduled = false;
  #idle: (() => void)[] = [];

  constructor(process: (item: T) => void | Promise<void>, now: () => number) {
    this.#process = process;
    this.#now = now;
  }

  get length(): number {
    return this.#items.length - this.#first;
  }

  push(item: T): void {
    this.#items.push(item);
    this.#schedule();
  }

  /** Resolves when everything pushed so far is processed. */
  drained(): Promise<void> {
    if (this.length === 0 && !this.#scheduled) return Promise.resolve();
    return new Promise(resolve => this.#idle.push(resolve));
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => void this.#work());
  }

  async #work(): Promise<void> {
    const until = this.#now() + slice;
    while (this.length > 0) {
      const item = this.#items[this.#first] as T;
      this.#first += 1;
      const processed = this.#process(item);
      if (processed) await processed;
      if (this.#now() >= until) break;
    }
    if (this.#first > 1024 || this.length === 0) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    this.#scheduled = false;
    if (this.length > 0) {
      this.#schedule();
      return;
    }
    const idle = this.#idle;
    this.#idle = [];
    for (const resolve of idle) resolve();
  }
}
