import type { Clock } from '../../core/base/clock.ts';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { ExitCode } from './exitCodes.ts';

/** Where text is written: a stream of the process, or of a test. */
export interface Output {
  /** Writes text for people. Nothing in it can control a terminal, wherever it is from. */
  write(text: string): void;
  /** The same, but first erases the last `rows` rows of a terminal. */
  redraw(rows: number, text: string): void;
  /** Writes data for a program: exactly as it is, unless a terminal would show it. */
  data(text: string): void;
  /** Can erase and redraw. */
  readonly isTerminal: boolean;
  readonly colours: boolean;
  /** Current width in characters. */
  readonly columns: number;
}

export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** Everything that commands may use of their process. */
export interface CliContext {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly clock: Clock;
  /** What was typed after the program's name. */
  readonly args: readonly string[];
  /** The file with what the person agreed to. */
  readonly trustedFile: string;
  /** Asks the person at the terminal, who may answer nothing; null = there is no terminal. */
  ask(question: string): Promise<string | null>;
  openEngine(): EnginePort;
  /** Calls `listener` on signals, which then do not end the process. Returns a function that stops this. */
  onSignal(listener: (signal: Signal) => void): () => void;
  /** Ends the process immediately. */
  quit(exitCode: ExitCode): void;
}
