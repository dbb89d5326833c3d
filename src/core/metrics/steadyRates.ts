import type { InvocationResponse } from '../request/response.ts';
import type { ResponseTrace } from '../request/trace.ts';
import { type SteadyWindow, steadyRate, steadyWindow } from './steadyWindow.ts';

/** Amounts of a request that rates add up. */
export const steadyAmounts = ['requests', 'outputTokens', 'inputTokens', 'good'] as const;

type Amounts = Record<(typeof steadyAmounts)[number], number>;

/** Collects what the rates of the steady window need, in O(1) per request. */
export class SteadyRates {
  readonly #client: number[] = [];
  readonly #sentAt: number[] = [];
  readonly #endedAt: number[] = [];
  readonly #ttft: number[] = [];
  readonly #amounts: Record<keyof Amounts, number[]> = {
    requests: [],
    outputTokens: [],
    inputTokens: [],
    good: [],
  };

  /**
   * Without a trace, LLMeter's own times are used. A request with neither was not sent. `counted` is null unless
   * it is a success.
   */
  append(response: InvocationResponse, trace: ResponseTrace | null, counted: Amounts | null): void {
    const sent = trace ? trace.sentAt : (response.request_time ?? Number.NaN) / 1000;
    this.#client.push(trace?.client ?? Number.NaN);
    this.#sentAt.push(sent);
    this.#endedAt.push(trace ? trace.endedAt : sent + (response.time_to_last_token ?? Number.NaN));
    const ttft = trace ? trace.ttft : response.time_to_first_token;
    this.#ttft.push(counted === null ? Number.NaN : (ttft ?? Number.NaN));
    for (const key of steadyAmounts) this.#amounts[key].push(counted?.[key] ?? 0);
  }

  /** Sorts all requests, so it is for final results only. `clients`: the most that can have been at work. */
  read(clients?: number): SteadyState {
    const times = { client: this.#client, sentAt: this.#sentAt, endedAt: this.#endedAt };
    return { ...times, ttft: this.#ttft, window: steadyWindow(times, clients), amounts: this.#amounts };
  }
}

/** The requests of a run and the time in which all of its clients were at work. */
export interface SteadyState {
  readonly client: readonly number[];
  readonly sentAt: readonly number[];
  readonly endedAt: readonly number[];
  /** Of successes; NaN = none. */
  readonly ttft: readonly number[];
  readonly window: SteadyWindow | null;
  readonly amounts: Readonly<Record<keyof Amounts, readonly number[]>>;
}

/** An amount per second of the steady window; null if there is none. */
export function rateOf({ window, amounts }: SteadyState, key: keyof Amounts): number | null {
  return window && steadyRate(window, i => amounts[key][i] ?? 0);
}
