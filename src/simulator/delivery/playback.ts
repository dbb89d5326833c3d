import type { Socket } from 'node:net';
import type { Clock } from '../../core/clock.ts';
import type { Lateness } from '../truth/lateness.ts';
import type { Script, Step } from './step.ts';
import type { Sleeper, TimingWheel } from './timingWheel.ts';

/** What was written when, in milliseconds of the clock; null = never. */
export interface Written {
  firstAny: number | null;
  firstText: number | null;
  lastText: number | null;
  textTokens: number;
  /** Whether any byte left. */
  begun: boolean;
}

/** What all playbacks of a server share. */
export interface Stage {
  readonly clock: Clock;
  readonly wheel: TimingWheel;
  readonly lateness: Lateness;
}

/**
 * Plays one script on a socket. This is the hot path: per token one look at the clock, one write
 * and one entry in the wheel.
 */
export class Playback implements Sleeper {
  wakeAt = 0;
  readonly #stage: Stage;
  readonly #socket: Socket;
  readonly #script: Script;
  readonly #readAt: number;
  readonly #report: (written: Written, aborted: boolean) => void;
  readonly #done: () => void;
  readonly #written: Written = {
    firstAny: null,
    firstText: null,
    lastText: null,
    textTokens: 0,
    begun: false,
  };
  #next = 0;
  #over = false;

  /**
   * `readAt` is when the last request byte was read. `report` is called once, before the last
   * write, so that who asks for the truth on having received the answer finds it; `done` after the
   * script where the connection lives on.
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
    this.#script = script;
    this.#readAt = readAt;
    this.#report = report;
    this.#done = done;
  }

  /** Writes what is due and goes to sleep until the next write is. The first call starts it. */
  wake(): void {
    const { steps, spaced, delay } = this.#script;
    while (!this.#over) {
      const step = steps[this.#next];
      if (!step) {
        this.#end();
        return;
      }
      const due = this.#readAt + delay + step.at;
      if (due > this.#stage.clock.now()) {
        this.#stage.wheel.add(this, due);
        return;
      }
      const bytes = step.bytes();
      const now = this.#stage.clock.now();
      this.#next++;
      this.#written.begun ||= bytes.length > 0;
      this.#note(step, now, now - due);
      if (this.#next === steps.length) this.#report(this.#written, false);
      this.#socket.write(bytes);
      if (spaced && this.#next < steps.length) {
        this.#stage.wheel.add(this, now);
        return;
      }
    }
  }

  /** The client is gone: nothing more is written. */
  abort(): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#next < this.#script.steps.length) this.#report(this.#written, true);
  }

  #note(step: Step, now: number, late: number): void {
    const written = this.#written;
    if (step.textTokens + step.reasoningTokens === 0) return;
    this.#stage.lateness.add(late);
    written.firstAny ??= now;
    if (step.textTokens === 0) return;
    written.firstText ??= now;
    written.lastText = now;
    written.textTokens += step.textTokens;
  }

  #end(): void {
    this.#over = true;
    if (this.#script.steps.length === 0) this.#report(this.#written, false);
    switch (this.#script.ending) {
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
