import type { Clock } from '../../core/base/clock.ts';
import type { Delay } from '../../core/base/delay.ts';
import type { Tokenizer } from '../../core/tokens/tokenizer.ts';
import type { Endpoint } from '../../endpoints/contract/endpoint.ts';
import type { Diagnostic } from '../../protocol/run.ts';
import type { RunCallback } from './callbacks.ts';
import type { SelfCheck, watchSelf } from './environment.ts';
import type { InterleavingTurn } from './interleavingTurn.ts';
import type { RunConfig } from './runConfig.ts';
import type { RunFiles } from './runFiles.ts';
import type { SpendingMeter } from './spendingMeter.ts';

/** The parts of a run. */
export interface RunnerOptions {
  config: RunConfig;
  endpoint: Endpoint;
  clock: Clock;
  callbacks: readonly RunCallback[];
  /** Opens the run's files once the configuration is final; null = save nothing. */
  openFiles: (config: RunConfig) => Promise<RunFiles | null>;
  /** Takes secrets out of a text. */
  redact: (text: string) => string;
  /** Counts what the run spends and keeps its budget; also one of `callbacks`. null = no price is known. */
  spending?: SpendingMeter | null;
  /** Counts tokens that the provider does not report; default: counts words. */
  tokenizer?: Tokenizer;
  /** For a run that is interleaved with others. */
  turn?: InterleavingTurn | undefined;
  /** The engine's own accuracy, if it is known. */
  selfCheck?: SelfCheck | null;
  /** What the plan alone makes worth knowing; comes after what the requests show. */
  ofPlan?: readonly Diagnostic[];
  /** Replaced in tests. */
  delay?: Delay;
  watch?: typeof watchSelf;
}
