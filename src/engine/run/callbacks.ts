import type { JsonObject } from '../../core/jsonValue.ts';
import type { InvocationResponse } from '../../core/response.ts';
import type { RunConfig } from './runConfig.ts';
import type { RunResult } from './runResult.ts';

/**
 * Hooks into a run, called in list order (spec 8.1). Each may edit its argument in place. A hook that
 * throws harms only what it was called for: a request, or nothing; the run goes on and says so.
 */
export interface RunCallback {
  /** For messages about this callback. */
  readonly name: string;
  /** Once, before files are written; may edit the configuration. Throwing here refuses the run. */
  beforeRun?(config: RunConfig): void | Promise<void>;
  /** Before each request, on a private copy of the payload, outside of the measured time. */
  beforeInvoke?(payload: Record<string, unknown>): void | Promise<void>;
  /** After each request, off the measured path, when token counts and TPOT are known. */
  afterInvoke?(response: InvocationResponse): void | Promise<void>;
  /** Once, before statistics are saved, also after an interrupted run; may contribute statistics. */
  afterRun?(result: RunResult): void | Promise<void>;
}

/** A private, changeable copy of a payload; bytes are copied as bytes. */
export function payloadCopy(payload: JsonObject): Record<string, unknown> {
  return structuredClone(payload) as Record<string, unknown>;
}
