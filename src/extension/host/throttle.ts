import { type Delay, realDelay } from '../../core/base/delay.ts';

interface ThrottleOptions {
  now?(): number;
  delay?: Delay;
}

/** Calls a function at most once in a time, and always after the last call. */
export class Throttle {
  readonly #run: () => void;
  readonly #milliseconds: number;
  readonly #now: () => number;
  readonly #delay: Delay;
  #ranAt = Number.NEGATIVE_INFINITY;
  #stopTimer: (() => void) | null = null;

  constructor(
    run: () => void,
    milliseconds: number,
    { now = () => performance.now(), delay = realDelay }: ThrottleOptions = {},
  ) {
    this.#run = run;
    this.#milliseconds = milliseconds;
    this.#now = now;
    this.#delay = delay;
  }

  call(): void {
    if (this.#stopTimer) return;
    const wait = this.#ranAt + this.#milliseconds - this.#now();
    if (wait <= 0) this.runNow();
    else this.#stopTimer = this.#delay(() => this.runNow(), wait);
  }

  runNow(): void {
    this.dispose();
    this.#ranAt = this.#now();
    this.#run();
  }

  dispose(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
  }
}
