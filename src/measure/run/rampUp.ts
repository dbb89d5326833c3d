import type { Delay } from '../../core/base/delay.ts';

/** Holds clients back until the time of their first request. */
export class RampUp {
  readonly #delay: Delay;
  readonly #waiting = new Set<() => void>();
  #ended = false;

  constructor(delay: Delay) {
    this.#delay = delay;
  }

  /** Resolves after `milliseconds`, or as soon as the ramp-up is ended. */
  wait(milliseconds: number): Promise<void> {
    if (milliseconds <= 0 || this.#ended) return Promise.resolve();
    return new Promise(resolve => {
      const go = () => {
        this.#waiting.delete(go);
        cancel();
        resolve();
      };
      const cancel = this.#delay(go, milliseconds);
      this.#waiting.add(go);
    });
  }

  /** Ends all waits. */
  end(): void {
    this.#ended = true;
    for (const go of [...this.#waiting]) go();
  }
}
