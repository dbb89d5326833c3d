import type { Clock } from '../../../../src/core/base/clock.ts';
import type { Delay } from '../../../../src/core/base/delay.ts';

/** Time that passes only when a test says so. Milliseconds. */
export class VirtualClock implements Clock {
  #time = 1000;
  #timers: { at: number; run: () => void }[] = [];

  readonly now = () => this.#time;
  readonly wall = () => Date.UTC(2026, 0, 1, 12) + this.#time;

  /** Timers of this clock; the form of `realDelay`. */
  readonly delay: Delay = (run, milliseconds) => {
    const timer = { at: this.#time + milliseconds, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter(other => other !== timer);
    };
  };

  get waiting(): boolean {
    return this.#timers.length > 0;
  }

  /** Lets time pass without running timers, as during long work. */
  pass(milliseconds: number): void {
    this.#time += milliseconds;
  }

  /** Lets time pass, and runs the timers that are due on the way. */
  advance(milliseconds: number): void {
    const until = this.#time + milliseconds;
    while (this.#timers.some(({ at }) => at <= until)) this.next();
    this.#time = Math.max(this.#time, until);
  }

  /** Advances to the next timer and runs it; of several at the same time, the one that was set first. */
  next(): void {
    const at = Math.min(...this.#timers.map(timer => timer.at));
    const timer = this.#timers.find(timer => timer.at === at);
    if (!timer) return;
    this.#timers = this.#timers.filter(other => other !== timer);
    this.#time = Math.max(this.#time, at);
    timer.run();
  }

  /** Lets time pass from timer to timer until `work` is done; returns its result. */
  async until<T>(work: Promise<T>): Promise<T> {
    const settled = { is: false };
    const end = () => {
      settled.is = true;
    };
    work.then(end, end);
    while (!settled.is) {
      await turn();
      if (!settled.is) this.next();
    }
    return work;
  }
}

/** Resolves when everything that is ready to run has run once. */
export function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

/** Runs everything that needs no time. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 10; i += 1) await turn();
}
