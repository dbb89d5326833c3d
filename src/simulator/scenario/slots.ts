/**
 * The answers a server works on at a time; the others wait in line, first come, first served. An answer
 * whose client leaves keeps its place to its end.
 */
export class Slots {
  /** When each place is free again, milliseconds of the clock. */
  readonly #freeAt: Float64Array;

  constructor(count: number) {
    this.#freeAt = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  }

  /** Milliseconds from `now` until an answer that takes so long can begin; it then has its place. */
  wait(now: number, takes: number): number {
    const first = Math.min(...this.#freeAt);
    const beginsAt = Math.max(now, first);
    this.#freeAt[this.#freeAt.indexOf(first)] = beginsAt + takes;
    return beginsAt - now;
  }
}
