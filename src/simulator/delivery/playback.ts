import type { Socket } from 'node:net';
import type { Clock } from '../../core/base/clock.ts';
import type { Lateness } from '../truth/lateness.ts';
import type { Ending, Script, WriteStep } from './script.ts';
import type { Sleeper, TimingWheel } from './timingWheel.ts';

/** When what was written, in milliseconds of the clock; null = never. */
export interface Written {
  readonly firstAny: number | null;
  readonly firstText: number | null;
  readonly lastText: number | null;
  readonly textTokens: number;
  /** Whether any byte was sent. */
  readonly begun: boolean;
}

/** What all playbacks of a server share. */
export interface Stage {
  readonly clock: Clock;
  readonly wheel: TimingWheel;
  readonly lateness: Lateness;
}

/**
 * Plays one script on a socket. This is the hot path: per token it reads the clock, writes once and adds one
 * entry to the timing wheel.
 */
export class Playback implements Sleeper {
  wakeAt = 0;
  readonly #stage: Stage;
  readonly #socket: Socket;
  readonly #steps: readonly WriteStep[];
  readonly #ending: Ending;
  readonly #spaced: boolean;
  readonly #startAt: number;
  readonly #report: (written: Written, aborted: boolean) => void;
  readonly #done: () => void;
  #next = 0;
  #over = false;
  #begun = false;
  #textTokens = 0;
  #firstAny: number | null = null;
  #firstText: number | null = null;
  #lastText: number | null = null;

  /**
   * `readAt` is when the last request byte was read. `report` is called once, before the last write, so that a
   * client that has received the response already finds its record in the truth log. `done` is called after the
   * script if the connection is kept open.
   */
  constructor(
    stage: Stage,
    socket: Socket,
    script: Script,
    readAt: number,
    report: (written: Written, aborted: boolean) => void,
    done: () => void,
  ) {
    this.#stage = stage;
    this.#socket = socket;
    this.#steps = script.steps;
    this.#ending = script.ending;
    this.#spaced = script.spaced;
    this.#startAt = readAt + script.delay;
    this.#report = report;
    this.#done = done;
  }

  /** Writes what is due and sleeps until the next write is due. The first call starts the playback. */
  wake(): void {
    while (!this.#over) {
      const step = this.#steps[this.#next];
      if (!step) {
        this.#end();
        return;
      }
      const due = this.#startAt + step.at;
      if (due > this.#stage.clock.now()) {
        this.#stage.wheel.add(this, due);
        return;
      }
      const bytes = step.bytes();
      const now = this.#stage.clock.now();
      this.#next++;
      this.#begun ||= bytes.length > 0;
      this.#note(step, now, now - due);
      if (this.#next === this.#steps.length) this.#reportOnce(false);
      this.#socket.write(bytes);
      if (step.release && this.#socket.writableLength === 0) step.release(bytes);
      if (this.#spaced && this.#next < this.#steps.length) {
        this.#stage.wheel.add(this, now);
        return;
      }
    }
  }

  /** The client has left, so nothing more is written. */
  abort(): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#next < this.#steps.length) this.#reportOnce(true);
  }

  #note({ textTokens, reasoningTokens }: WriteStep, now: number, late: number): void {
    if (textTokens + reasoningTokens === 0) return;
    this.#stage.lateness.add(late);
    this.#firstAny ??= now;
    if (textTokens === 0) return;
    this.#firstText ??= now;
    this.#lastText = now;
    this.#textTokens += textTokens;
  }

  #reportOnce(aborted: boolean): void {
    const written: Written = {
      firstAny: this.#firstAny,
      firstText: this.#firstText,
      lastText: this.#lastText,
      textTokens: this.#textTokens,
      begun: this.#begun,
    };
    this.#report(written, aborted);
  }

  #end(): void {
    this.#over = true;
    if (this.#steps.length === 0) this.#reportOnce(false);
    switch (this.#ending) {
      case 'keepAlive':
        this.#done();
        return;
      case 'close':
        this.#socket.end();
        return;
      case 'reset':
        this.#socket.resetAndDestroy();
        return;
      case 'hang':
        return;
    }
  }
}
