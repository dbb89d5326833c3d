import { messageOf } from '../../core/errors.ts';
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

/** The callbacks of one run. What a hook throws after a request or the run is kept in `failures`. */
export class Callbacks {
  readonly failures: string[] = [];
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

  async #guard(callback: RunCallback, call: () => void | Promise<void>): Promise<void> {
    try {
      await call();
    } catch (error) {
      this.failures.push(`${callback.name}: ${this.#redact(messageOf(error))}`);
    }
  }
}
