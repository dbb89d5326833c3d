import type { InvocationResponse } from '../../core/request/response.ts';
import type { ResponseTrace } from '../../core/request/trace.ts';
import type { RunState } from '../../protocol/run.ts';
import type { RunResult } from './runResult.ts';

/** Where a run's records go; `RunRecorder` is one. */
export interface RunFiles {
  readonly folder: string;
  readonly name: string;
  /** What is given to it is lost. */
  readonly broken: boolean;
  /** A measured request. */
  append(response: InvocationResponse, trace: ResponseTrace | null): void;
  /** A request that is in no statistic: warm-up or cancelled. */
  appendTrace(trace: ResponseTrace): void;
  finish(result: RunResult, state: RunState): Promise<void>;
  /** Tells in the finished files what was found since. */
  amend(result: RunResult): Promise<void>;
  /** The run cannot go on; what was recorded stays. */
  abandon(message: string): Promise<void>;
}
