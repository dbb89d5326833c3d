import { type ErrorReason, errorReasons } from '../base/errors.ts';
import type { InvocationResponse } from '../request/response.ts';
import type { ResponseTrace } from '../request/trace.ts';

/** Failures with the same reason. */
export interface FailureGroup {
  reason: ErrorReason;
  label: string;
  advice: string;
  count: number;
  /** The first message seen, as the provider wrote it. */
  example: string;
  requestId: string | null;
}

/** Counts failures by reason. */
export class Failures {
  readonly #groups = new Map<ErrorReason, FailureGroup>();

  add(response: InvocationResponse, trace: ResponseTrace | null): void {
    const reason = trace?.reason ?? 'other';
    const group = this.#groups.get(reason);
    if (group) {
      group.count++;
      return;
    }
    const example = response.error ?? '';
    const requestId = trace?.requestId ?? null;
    this.#groups.set(reason, { reason, ...errorReasons[reason], count: 1, example, requestId });
  }

  /** The most frequent first; copies. */
  list(): FailureGroup[] {
    return [...this.#groups.values()].map(group => ({ ...group })).sort((a, b) => b.count - a.count);
  }
}
