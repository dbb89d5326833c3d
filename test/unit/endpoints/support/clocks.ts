import type { Clock } from '../../../../src/core/base/clock.ts';

/** A clock that only the test moves. `wall` starts at 2026-01-01T12:00:00Z and moves with it. */
export class VirtualClock implements Clock {
  #now: number;
  readonly #started: number;

  constructor(start = 1000) {
    this.#now = start;
    this.#started = start;
  }

  readonly now = () => this.#now;

  readonly wall = () => Date.UTC(2026, 0, 1, 12) + this.#now - this.#started;

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

/** A clock that advances by one at every reading, so that the order of stamps is known. */
export function countingClock(): Clock {
  let looks = 0;
  return {
    now: () => {
      looks += 1;
      return looks;
    },
    wall: () => 0,
  };
}
