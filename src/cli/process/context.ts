import type { Clock } from '../../core/base/clock.ts';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { ExitCode } from './exitCodes.ts';

/** Where text goes: the process's streams, or a test's. */
export interface Output {
  write(text: string): void;
  /** Can erase and redraw. */
  readonly isTerminal: boolean;
  readonly colours: boolean;
  /** Width in characters at this moment. */
  readonly columns: number;
}

export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** Everything the commands may touch of the process they run in. */
export interface CliContext {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly clock: Clock;
  openEngine(): EnginePort;
  /** Calls back on each of these signals instead of dying of them; returns a function that ends that. */
  onSignal(listener: (signal: Signal) => void): () => void;
  /** Ends the process at once, whatever it is still doing. */
  quit(exitCode: ExitCode): void;
}
