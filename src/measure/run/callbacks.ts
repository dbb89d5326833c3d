import { messageOf } from '../../core/base/errors.ts';
import { copyJson } from '../../core/base/exactJson.ts';
import type { JsonObject, JsonValue } from '../../core/base/jsonValue.ts';
import type { InvocationResponse } from '../../core/request/response.ts';
import type { RequestPhase } from '../../core/request/trace.ts';
import type { RunConfig } from './runConfig.ts';
import type { RunResult } from './runResult.ts';

/** Identifies a request of the run. */
export interface RequestPlace {
  phase: RequestPhase;
  /** Client (0-based) and its request number in this phase (0-based). */
  client: number;
  index: number;
}

/**
 * Hooks into a run, called in list order (llmeter-format 8.1). Each may edit its argument in place. If a
 * hook throws, at most its own request fails; the run continues and reports it.
 */
export interface RunCallback {
  /** For messages about this callback. */
  readonly name: string;
  /** What run_config.json says about it (llmeter-format 4.6); default: its name. No secrets. */
  readonly saved?: JsonValue;
  /** It makes every request begin with a different text, so no request finds another one in a cache. */
  readonly defeatsCaches?: boolean;
  /** Once, before files are written; may edit the configuration. If it throws, the run does not start. */
  beforeRun?(config: RunConfig): void | Promise<void>;
  /** Before each request, with a private copy of the payload, outside the measured time. */
  beforeInvoke?(payload: Record<string, unknown>, request: RequestPlace): void | Promise<void>;
  /** After each request, off the measured path, with token counts and TPOT. */
  afterInvoke?(response: InvocationResponse): void | Promise<void>;
  /** Once, before statistics are saved, even after an interrupted run; may contribute statistics. */
  afterRun?(result: RunResult): void | Promise<void>;
  /** Once, when the run folder is complete, e.g. to upload its files. */
  afterSave?(result: RunResult, folder: string): void | Promise<void>;
  /** The run has ended, in whatever way: frees what the callback holds. */
  close?(): void | Promise<void>;
}

/** A private, mutable copy of a payload. Bytes stay bytes. */
export function payloadCopy(payload: JsonObject): Record<string, unknown> {
  return copyJson(payload) as Record<string, unknown>;
}

/** The callbacks of one run. `failures` counts the errors of hooks that are called after a request or the run. */
export class Callbacks {
  readonly failures = { count: 0, first: '' };
  readonly #all: readonly RunCallback[];
  readonly #afterInvoke: readonly RunCallback[];
  readonly #redact: (text: string) => string;

  constructor(all: readonly RunCallback[], redact: (text: string) => string) {
    this.#all = all;
    this.#afterInvoke = all.filter(callback => callback.afterInvoke !== undefined);
    this.#redact = redact;
  }

  async beforeRun(config: RunConfig): Promise<void> {
    for (const callback of this.#all) await callback.beforeRun?.(config);
  }

  get defeatCaches(): boolean {
    return this.#all.some(callback => callback.defeatsCaches);
  }

  get editRequests(): boolean {
    return this.#all.some(callback => callback.beforeInvoke !== undefined);
  }

  get wantResponses(): boolean {
    return this.#afterInvoke.length > 0;
  }

  async afterInvoke(response: InvocationResponse): Promise<void> {
    for (const callback of this.#afterInvoke) {
      await this.#guard(callback, () => callback.afterInvoke?.(response));
    }
  }

  async afterRun(result: RunResult): Promise<void> {
    for (const callback of this.#all) await this.#guard(callback, () => callback.afterRun?.(result));
  }

  get wantFolder(): boolean {
    return this.#all.some(callback => callback.afterSave !== undefined);
  }

  async afterSave(result: RunResult, folder: string): Promise<void> {
    for (const callback of this.#all) await this.#guard(callback, () => callback.afterSave?.(result, folder));
  }

  /** Errors here come too late to be reported, and harm nothing that is saved. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#all.map(async callback => callback.close?.()));
  }

  async #guard(callback: RunCallback, call: () => void | Promise<void>): Promise<void> {
    try {
      await call();
    } catch (error) {
      this.failures.first ||= `${callback.name}: ${this.#redact(messageOf(error))}`;
      this.failures.count += 1;
    }
  }
}
