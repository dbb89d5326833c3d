import { type Stall, type Stalls, stallIn } from '../../core/request/stalls.ts';
import type { ReadWatch } from '../../endpoints/contract/readWatch.ts';

/** The event loop that is watched. Times are milliseconds. */
export interface WatchedLoop {
  now(): number;
  /** How long the loop has waited for events in total, so that the rest is work. */
  idle(): number;
  /** Calls when the loop has handled all events that one wait brought. */
  afterEvents(call: () => void): void;
  /** Calls after this time again and again, each time counted from the end of the call. Returns what ends it. */
  every(milliseconds: number, call: () => void): () => void;
}

/** Milliseconds between two looks at the clock. */
const tickEvery = 2;
/** Milliseconds. Timers are exact to one. */
const tolerated = 1;
/** Milliseconds. Shorter delays move no percentile by much, and would fill files. */
const shortest = 0.25;
/** The stalls kept in memory, the newest ones: more than are needed for requests in flight. */
const kept = 32_768;

/**
 * Finds out when this thread could not read what arrived. Two sources complement each other. Reads tell how long
 * the loop was at work before it asked for events again, and how long events waited behind others. A timer
 * tells how long the whole process was stopped or waited for a processor, which looks like waiting for events.
 */
export class LoopWatch implements ReadWatch, Stalls {
  readonly #loop: WatchedLoop;
  readonly #origin: number;
  readonly #onStall: (stall: Stall) => void;
  readonly #afterEvents = () => this.#endReads();
  readonly #stalls = new Float64Array(3 * kept);
  #count = 0;
  #endTicks: (() => void) | null = null;
  /** When the timer is due. */
  #due = Number.POSITIVE_INFINITY;
  /** A known state of the loop: until then, it had waited for `#idle` in total. */
  #knownAt: number;
  #idle: number;
  /** What arrived after this can only have been read by a later wait for events. */
  #polledAt: number;
  /** The last stall that the timer showed, and the loop's total wait at that time. */
  #late = { from: 0, idle: Number.NaN };
  #reading = false;
  #from = 0;
  #until = 0;
  #total = 0;
  #longest = 0;

  /** `origin`: the clock's milliseconds that the times of stalls count from. */
  constructor(loop: WatchedLoop, origin: number, onStall: (stall: Stall) => void = () => {}) {
    this.#loop = loop;
    this.#origin = origin;
    this.#onStall = onStall;
    this.#knownAt = loop.now();
    this.#polledAt = this.#knownAt;
    this.#idle = loop.idle();
  }

  start(): void {
    this.#endTicks = this.#loop.every(tickEvery, () => this.#tick());
    this.#due = this.#loop.now() + tickEvery;
  }

  stop(): void {
    this.#endTicks?.();
    this.#due = Number.POSITIVE_INFINITY;
  }

  /** Number of stalls, and their total and greatest length in seconds, as far as a timer showed them. */
  get stops(): { total: number; longest: number } {
    return { total: this.#total / 1000, longest: this.#longest / 1000 };
  }

  /** Belongs to the measured path: nothing but the first read after a wait for events costs anything. */
  read(at: number): void {
    if (!this.#reading) this.#beginReads(at);
  }

  at(time: number): Stall | null {
    // Whoever asks has what was read, so that is noted first.
    this.#endReads();
    const begin = Math.max(0, this.#count - kept);
    const list = {
      count: this.#count - begin,
      endOf: (index: number) => this.#stalls[3 * ((begin + index) % kept) + 2] ?? 0,
      get: (index: number) => this.#stall(begin + index),
    };
    return stallIn(list, time);
  }

  #beginReads(at: number): void {
    const idle = this.#loop.idle();
    const waited = idle !== this.#idle;
    const worked = Math.max(0, at - this.#knownAt - (idle - this.#idle));
    let from = at - worked;
    if (!waited) from = Math.min(from, this.#polledAt);
    if (idle === this.#late.idle) from = Math.min(from, this.#late.from);
    this.#late.idle = Number.NaN;
    if (at - this.#due > tolerated) from = Math.min(from, this.#stoppedAfter());
    this.#reading = true;
    this.#from = from;
    this.#until = at;
    this.#polledAt = at;
    this.#knownAt = at;
    this.#idle = idle;
    this.#loop.afterEvents(this.#afterEvents);
  }

  #endReads(): void {
    if (!this.#reading) return;
    const now = this.#loop.now();
    this.#reading = false;
    this.#knownAt = now;
    if (now - this.#from > shortest) this.#add(this.#from, this.#until, now);
  }

  /** If the timer is late: the last time at which the process is known to have run. */
  #stoppedAfter(): number {
    return Math.max(this.#knownAt, this.#due - tickEvery);
  }

  #tick(): void {
    const now = this.#loop.now();
    const idle = this.#loop.idle();
    const late = now - this.#due;
    if (late > tolerated) {
      this.#total += late;
      this.#longest = Math.max(this.#longest, late);
      const from = this.#stoppedAfter();
      this.#late = { from, idle };
      if (now - from > shortest) this.#add(from, now, now);
    }
    if (idle !== this.#idle) {
      this.#polledAt = now;
      this.#knownAt = now;
      this.#idle = idle;
    }
    this.#due = now + tickEvery;
  }

  #add(from: number, until: number, to: number): void {
    const stall = { from: this.#seconds(from), until: this.#seconds(until), to: this.#seconds(to) };
    this.#stalls.set([stall.from, stall.until, stall.to], 3 * (this.#count % kept));
    this.#count += 1;
    this.#onStall(stall);
  }

  #stall(number: number): Stall {
    const place = 3 * (number % kept);
    const at = (part: number) => this.#stalls[place + part] ?? 0;
    return { from: at(0), until: at(1), to: at(2) };
  }

  /** In whole microseconds, so that a run that is read again finds the same. */
  #seconds(at: number): number {
    return Math.round((at - this.#origin) * 1000) / 1e6;
  }
}
