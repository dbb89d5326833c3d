/**
 * The requests that a server processes at a time; the others wait in a queue, first come, first served. A request
 * whose client leaves keeps its slot until its end.
 */
export class Slots {
  /** When each slot is free again, in milliseconds of the clock. */
  readonly #freeAt: Float64Array;

  constructor(count: number) {
    this.#freeAt = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  }

  /** Reserves a slot for a request that takes `takes` milliseconds; returns how long it waits from `now`. */
  wait(now: number, takes: number): number {
    const first = Math.min(...this.#freeAt);
    const beginsAt = Math.max(now, first);
    this.#freeAt[this.#freeAt.indexOf(first)] = beginsAt + takes;
    return beginsAt - now;
  }
}
