import { type ErrorReason, errorReasons } from '../../core/base/errors.ts';
import { countOf, formatPercent } from '../../core/format/quantities.ts';
import type { InvocationResponse } from '../../core/request/response.ts';
import type { ResponseTrace } from '../../core/request/trace.ts';

/** When failures end a run early. */
export interface StopOn {
  /** So many requests, counted from the first, were all refused; null = never. */
  refused: number | null;
  /** This share of the latest requests failed; null = all of them, for lasting reasons. */
  share: number | null;
  /** How many of the latest requests count; null = the share never ends the run. */
  last: number | null;
}

/** Why failures end a run, and what to do about them, as sentences. */
export interface StopReason {
  message: string;
  advice: string;
}

/** Answers to a wrong key, an account without credit, a wrong model or address. */
const refusals: ReadonlySet<ErrorReason> = new Set(['authentication', 'permission', 'payment', 'notFound']);

/** A server may recover from these while the run goes on. */
const passing: ReadonlySet<ErrorReason> = new Set([
  'rateLimit',
  'overloaded',
  'server',
  'timeout',
  'connection',
  'interrupted',
  'provider',
]);

/** Characters of a server's message that are quoted. */
const quoted = 800;

/** Watches the requests of all clients in the order in which they ended, warm-up included. */
export class StopRule {
  readonly #on: StopOn;
  /** 1 = counts as failed; the latest requests, written in a circle. */
  readonly #latest: Uint8Array;
  #ended = 0;
  #failed = 0;
  #refusedOnly = true;

  constructor(on: StopOn) {
    this.#on = on;
    this.#latest = new Uint8Array(on.last ?? 0);
  }

  /** Takes in a request that ended; returns why the run should stop, or null. */
  add(response: InvocationResponse, trace: ResponseTrace | null): StopReason | null {
    const reason = response.error === null ? null : (trace?.reason ?? 'other');
    this.#refusedOnly &&= reason !== null && refusals.has(reason);
    this.#count(reason, trace !== null);
    this.#ended += 1;
    if (reason === null) return null;
    const why = this.#refusal() ?? this.#share();
    if (why === null) return null;
    return { message: `${why} ${latest(reason, response.error ?? '')}`, advice: errorReasons[reason].advice };
  }

  #count(reason: ErrorReason | null, wasSent: boolean): void {
    if (this.#latest.length === 0) return;
    const at = this.#ended % this.#latest.length;
    const counts = reason !== null && (this.#on.share !== null || (wasSent && !passing.has(reason))) ? 1 : 0;
    this.#failed += counts - (this.#latest[at] ?? 0);
    this.#latest[at] = counts;
  }

  #refusal(): string | null {
    const { refused } = this.#on;
    if (refused === null || !this.#refusedOnly || this.#ended < refused) return null;
    return `The run was stopped because ${this.#ended === 1 ? 'its first request' : `each of its first ${countOf(this.#ended, 'request')}`} was refused.`;
  }

  #share(): string | null {
    const last = this.#latest.length;
    const share = this.#failed / last;
    if (last === 0 || this.#ended < last || share < (this.#on.share ?? 1)) return null;
    return `The run was stopped because ${formatPercent(share)} of the last ${countOf(last, 'request')} failed.`;
  }
}

function latest(reason: ErrorReason, error: string): string {
  const line = error.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '');
  const text = line.length > quoted ? `${line.slice(0, quoted)}…` : line;
  return `The latest: ${errorReasons[reason].label}${text === '' ? '' : ` (${text})`}.`;
}
