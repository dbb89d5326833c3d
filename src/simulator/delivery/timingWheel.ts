import type { Clock } from '../../core/base/clock.ts';

/** Something to wake up at a certain time. */
export interface Sleeper {
  /** Set by the wheel: when to wake it, in milliseconds of the clock. */
  wakeAt: number;
  wake(): void;
}

const slotCount = 4096;
const slotMask = slotCount - 1;

/**
 * Wakes any number of sleepers with one timer and a ring of one-millisecond slots. A separate timer for every
 * token of a thousand streams would cost more than the tokens. No sleeper is woken early; one that is further
 * ahead than the ring is long stays in its slot for as many rounds as it needs.
 */
export class TimingWheel {
  readonly #clock: Clock;
  #slots: Sleeper[][] = Array.from({ length: slotCount }, () => []);
  #spare: Sleeper[] = [];
  #sleeping = 0;
  /** The last millisecond whose slot was emptied. */
  #tick = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Wakes `sleeper` in the first whole millisecond at or after `time`, and not before the next one. */
  add(sleeper: Sleeper, time: number): void {
    if (!this.#timer) this.#start();
    const tick = Math.max(Math.ceil(time), this.#tick + 1);
    sleeper.wakeAt = tick;
    this.#slots[tick & slotMask]?.push(sleeper);
    this.#sleeping++;
  }

  /** Wakes all sleepers that are due. The timer calls it, and tests with their own clock do. */
  turn(): void {
    const now = Math.floor(this.#clock.now());
    while (this.#tick < now && this.#sleeping > 0) {
      this.#tick++;
      this.#empty(this.#tick);
    }
    if (this.#sleeping === 0) this.close();
  }

  /** Forgets all sleepers and frees the timer. */
  close(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    if (this.#sleeping > 0) for (const slot of this.#slots) slot.length = 0;
    this.#sleeping = 0;
  }

  #start(): void {
    this.#tick = Math.floor(this.#clock.now());
    this.#timer = setInterval(() => this.turn(), 1);
  }

  #empty(tick: number): void {
    const slot = tick & slotMask;
    const due = this.#slots[slot];
    if (!due || due.length === 0) return;
    // The slot gets a fresh array first, because a woken sleeper may be added to the same slot again.
    this.#slots[slot] = this.#spare;
    for (const sleeper of due) {
      if (sleeper.wakeAt > tick) {
        this.#slots[slot]?.push(sleeper);
      } else {
        this.#sleeping--;
        sleeper.wake();
      }
    }
    due.length = 0;
    this.#spare = due;
  }
}
