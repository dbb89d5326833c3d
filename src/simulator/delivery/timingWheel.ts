import type { Clock } from '../../core/base/clock.ts';

/** Something that wants to be woken at a time. */
export interface Sleeper {
  /** The wheel's note of when; milliseconds of its clock. */
  wakeAt: number;
  wake(): void;
}

const slotCount = 4096;
const slotMask = slotCount - 1;

/**
 * Wakes any number of sleepers with one timer: a ring of one-millisecond slots. A timer of its own
 * for every token of a thousand streams would cost more than the tokens do. Nobody is woken early;
 * a sleeper further ahead than the ring is long is passed over until its round comes.
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

  /** Wakes everybody whose time has come. The timer calls it; so may a test that owns the clock. */
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
    // The slot gets a fresh array first: who is woken may lie down again in this very slot.
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
