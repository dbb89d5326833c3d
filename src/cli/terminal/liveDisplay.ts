import type { Clock } from '../../core/base/clock.ts';
import { isOver, type RunSnapshot } from '../../protocol/run.ts';
import type { CliContext, Output } from '../process/context.ts';
import { liveLines, logLine } from './liveLines.ts';
import { RedrawnBlock } from './redrawnBlock.ts';
import { type Styles, styles } from './style.ts';
import { clip, oneLine } from './textWidth.ts';

/** Shows measurements while they run. */
export interface LiveDisplay {
  /** Shows one run, or several that run at the same time. */
  show(...snapshots: RunSnapshot[]): void;
  /** Writes text that stays. */
  note(text: string): void;
  close(): void;
}

/** Milliseconds between two log lines: with the time between two snapshots, less than a second. */
const logInterval = 750;

/**
 * The display for standard error. It is redrawn in place on a terminal, and writes a line every second
 * elsewhere. It shows nothing if the user has turned progress bars off.
 */
export function liveDisplay({
  stderr,
  env,
  clock,
}: Pick<CliContext, 'stderr' | 'env' | 'clock'>): LiveDisplay {
  if (env['LLMETER_DISABLE_ALL_PROGRESS_BARS'] === '1') return new NoDisplay(stderr);
  return stderr.isTerminal
    ? new TerminalDisplay(stderr, styles(stderr.colours))
    : new LogDisplay(stderr, clock);
}

class NoDisplay implements LiveDisplay {
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
  }

  show(): void {}

  note(text: string): void {
    this.#output.write(`${text}\n`);
  }

  close(): void {}
}

class TerminalDisplay implements LiveDisplay {
  readonly #output: Output;
  readonly #styles: Styles;
  readonly #block: RedrawnBlock;

  constructor(output: Output, look: Styles) {
    this.#output = output;
    this.#styles = look;
    this.#block = new RedrawnBlock(output);
  }

  show(...snapshots: RunSnapshot[]): void {
    // The last column stays free: some terminals wrap a line that fills it.
    const columns = this.#output.columns - 1;
    this.#block.draw(
      snapshots.flatMap(snapshot => [
        ...(snapshots.length > 1 ? [this.#styles.bold(clip(snapshot.name, columns))] : []),
        ...liveLines(snapshot, columns, this.#styles),
      ]),
    );
  }

  note(text: string): void {
    this.#block.above(text);
  }

  close(): void {
    this.#block.clear();
  }
}

class LogDisplay implements LiveDisplay {
  readonly #output: Output;
  readonly #clock: Clock;
  #nextAt = Number.NEGATIVE_INFINITY;
  #states = '';

  constructor(output: Output, clock: Clock) {
    this.#output = output;
    this.#clock = clock;
  }

  show(...snapshots: RunSnapshot[]): void {
    const now = this.#clock.now();
    const states = snapshots.map(({ state }) => state).join();
    const over = snapshots.every(({ state }) => isOver(state));
    if (over || (now < this.#nextAt && states === this.#states)) return;
    this.#states = states;
    this.#nextAt = now + logInterval;
    for (const snapshot of snapshots) {
      const name = snapshots.length > 1 ? `${oneLine(snapshot.name)}: ` : '';
      this.#output.write(`${name}${logLine(snapshot)}\n`);
    }
  }

  note(text: string): void {
    this.#output.write(`${text}\n`);
  }

  close(): void {}
}
