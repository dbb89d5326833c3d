import { type Delay, realDelay } from '../../core/base/delay.ts';

/** Milliseconds from one state to the next; there is a new one about as often. */
const shortest = 200;
/** Milliseconds after which a state that was not drawn is given up: a webview may lose what it is sent. */
const patience = 10_000;

export interface StateFlowOptions {
  /** Sends the newest state. */
  send(): void;
  now(): number;
  delay?: Delay;
}

/**
 * Sends the states of a measurement to a webview, one at a time: the next one leaves when the last one was
 * drawn and the webview has rested, and it is the newest. So a busy webview never falls behind.
 */
export class StateFlow {
  readonly #options: StateFlowOptions;
  #sentAt = Number.NEGATIVE_INFINITY;
  #nextAt = Number.NEGATIVE_INFINITY;
  #drawing = false;
  #changed = false;
  #stopTimer: (() => void) | null = null;

  constructor(options: StateFlowOptions) {
    this.#options = options;
  }

  /** There is a newer state. */
  changed(): void {
    this.#changed = true;
    this.#proceed();
  }

  /** Sends the state at once, because a person waits for it. */
  sendNow(): void {
    this.sent();
    this.#options.send();
  }

  /** The webview has been given the newest state in another way. */
  sent(): void {
    this.#clearTimer();
    this.#changed = false;
    this.#drawing = true;
    this.#sentAt = this.#options.now();
    this.#nextAt = this.#sentAt + shortest;
  }

  /** The last state was drawn, and the webview wants `rest` milliseconds until the next. */
  drawn(rest: number): void {
    this.#drawing = false;
    this.#nextAt = Math.max(this.#nextAt, this.#options.now() + rest);
    this.#proceed();
  }

  /** The webview is hidden and loses what it was sent. */
  forget(): void {
    this.#clearTimer();
    this.#drawing = false;
  }

  #proceed(): void {
    if (!this.#changed || this.#stopTimer) return;
    const { now, delay = realDelay } = this.#options;
    if (this.#drawing && now() < this.#sentAt + patience) return;
    const wait = this.#nextAt - now();
    if (wait <= 0) {
      this.sendNow();
      return;
    }
    this.#stopTimer = delay(() => {
      this.#stopTimer = null;
      this.sendNow();
    }, wait);
  }

  #clearTimer(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
  }
}
