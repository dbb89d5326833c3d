import type { InvocationResponse } from '../../core/request/response.ts';
import type { Stall } from '../../core/request/stalls.ts';
import type { ResponseTrace } from '../../core/request/trace.ts';
import type { RunState } from '../../protocol/run.ts';
import type { RunResult } from './runResult.ts';

/** Takes the records of a run. Implemented by `RunRecorder`. */
export interface RunFiles {
  readonly folder: string;
  readonly name: string;
  /** Writing failed: further records are lost. */
  readonly broken: boolean;
  /** A measured request. */
  append(response: InvocationResponse, trace: ResponseTrace | null): void;
  /** A request that is not in the statistics: of the warm-up, or cancelled. */
  appendTrace(trace: ResponseTrace): void;
  /** A time in which this process could not read what arrived. */
  appendStall(stall: Stall): void;
  /** `message` says why the run ended early. */
  finish(result: RunResult, state: RunState, message: string | null): Promise<void>;
  /** Adds to the finished files what was found since. */
  amend(result: RunResult): Promise<void>;
  /** The run cannot continue. What was recorded stays. */
  abandon(message: string): Promise<void>;
}
