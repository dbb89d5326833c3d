import { arrivalOf } from '../request/arrival.ts';
import { allInputTokens } from '../request/countedKinds.ts';
import { heldNoToken } from '../request/emptyAnswer.ts';
import { plausibleTimePerOutputToken } from '../request/missingTokens.ts';
import type { InvocationResponse } from '../request/response.ts';
import type { ResponseTrace } from '../request/trace.ts';
import { shortestRateWindow } from '../stats/runningStats.ts';
import { SortedColumn } from '../stats/sortedColumn.ts';
import { ClientDelays } from './clientDelay.ts';
import {
  type DistributionKey,
  distributionDefinitions,
  type ScalarKey,
  scalarDefinitions,
} from './definitions.ts';
import { type Distribution, distribution } from './distribution.ts';
import { type FailureGroup, Failures } from './failures.ts';
import { hasLimits, meetsSlo, type Slo } from './slo.ts';
import { rateOf, SteadyRates, type SteadyState, type steadyAmounts } from './steadyRates.ts';
import { TokenTotals } from './tokenTotals.ts';
import type { UndelayedTimes } from './undelayed.ts';

/** One value per run. `n` is the number of requests it is based on; `value` is null if unknown. */
export interface Scalar {
  n: number;
  value: number | null;
  unit: string;
}

/** Our metrics by key; every key is always present. */
export type Metrics = Record<DistributionKey, Distribution> & Record<ScalarKey, Scalar>;

export interface MetricOptions {
  /** Add confidence intervals of the medians and rates of the steady window: final results only. */
  final?: boolean;
  /** Seconds that rates are computed over if there are no traces: LLMeter's `total_test_time`. */
  testTime?: number | null;
  /** Clients of the run, if known. */
  clients?: number | undefined;
}

/**
 * Computes our metrics incrementally: adding a request takes O(1), and reading is cheap at any time. Only
 * measured requests count. Failed ones affect the error rate, but no distribution. An answer without a token
 * is neither a success nor a failure: it only counts as a request.
 */
export class MetricColumns {
  readonly #slo: Slo;
  readonly #cacheBeside: boolean;
  readonly #failures = new Failures();
  readonly #tokens = new TokenTotals();
  readonly #delays = new ClientDelays();
  readonly #columns: Record<DistributionKey, SortedColumn>;
  readonly #steady = new SteadyRates();
  #count = 0;
  #succeeded = 0;
  #empty = 0;
  #good = 0;
  #covered = { requests: 0, chunks: 0, tokens: 0 };
  #traced = 0;
  #firstSent = Number.POSITIVE_INFINITY;
  #lastSent = Number.NEGATIVE_INFINITY;
  #lastEnded = Number.NEGATIVE_INFINITY;

  /** @param cacheBeside the API counts cached tokens in addition to its input tokens */
  constructor(slo: Slo = {}, cacheBeside = false) {
    this.#slo = slo;
    this.#cacheBeside = cacheBeside;
    this.#columns = {
      ttft: new SortedColumn(),
      ttft_any: new SortedColumn(),
      ttlt: new SortedColumn(),
      tpot: new SortedColumn(),
      itl: new SortedColumn(),
      e2e: new SortedColumn(),
      queue: new SortedColumn(),
      connect: new SortedColumn(),
      tls: new SortedColumn(),
      ttfb: new SortedColumn(),
    };
  }

  /** Measured requests added, including failed ones. */
  get count(): number {
    return this.#count;
  }

  get failed(): number {
    return this.#count - this.#succeeded - this.#empty;
  }

  /**
   * Adds one request. Without a trace (in a folder that Python wrote), LLMeter's own fields are used.
   * @param own its times without the delay of this machine; null = there was none, undefined = not known
   */
  append(response: InvocationResponse, trace: ResponseTrace | null, own?: UndelayedTimes | null): void {
    if (trace !== null && trace.phase !== 'measure') return;
    this.#count++;
    if (trace) {
      this.#traced++;
      this.#firstSent = Math.min(this.#firstSent, trace.sentAt);
      this.#lastSent = Math.max(this.#lastSent, trace.sentAt);
      this.#lastEnded = Math.max(this.#lastEnded, trace.endedAt);
    }
    const good = this.#judge(response, trace);
    if (good !== null && trace && own !== undefined) this.#delays.add(trace, own);
    this.#steady.append(
      response,
      trace,
      good === null
        ? null
        : {
            requests: 1,
            outputTokens: response.num_tokens_output ?? 0,
            inputTokens: allInputTokens(response, trace, this.#cacheBeside) ?? 0,
            good: good ? 1 : 0,
          },
    );
  }

  /** Whether a success met the limits; null for any other request. */
  #judge(response: InvocationResponse, trace: ResponseTrace | null): boolean | null {
    if (response.error !== null) this.#failures.add(response, trace);
    else if (heldNoToken(response, trace)) this.#empty++;
    else return this.#succeed(response, trace);
    return null;
  }

  #succeed(response: InvocationResponse, trace: ResponseTrace | null): boolean {
    this.#succeeded++;
    this.#tokens.add(response, trace, this.#cacheBeside);
    const times = trace ?? timesWithoutTrace(response);
    const columns = this.#columns;
    put(columns.ttft, times.ttft);
    put(columns.ttlt, times.ttlt);
    put(columns.tpot, times.tpot);
    const good = meetsSlo(this.#slo, times);
    if (good) this.#good++;
    if (trace) this.#putTrace(response, trace);
    return good;
  }

  #putTrace(response: InvocationResponse, trace: ResponseTrace): void {
    const columns = this.#columns;
    const queue = trace.sentAt - trace.intendedAt;
    put(columns.ttft_any, trace.ttftAny);
    put(columns.queue, queue);
    put(columns.e2e, trace.ttlt === null ? null : queue + trace.ttlt);
    put(columns.connect, trace.connect);
    put(columns.tls, trace.tls);
    put(columns.ttfb, trace.ttfb);
    // Of events that came together only the buffer knows the gaps.
    if (arrivalOf(trace.gaps) === 'stream') for (const gap of trace.gaps) columns.itl.append(gap);
    if (trace.tokenSourceOutput === 'usage' && !trace.hiddenReasoning && trace.ttftAny !== null) {
      this.#covered.requests++;
      this.#covered.chunks += trace.chunks;
      this.#covered.tokens += response.num_tokens_output ?? 0;
    }
  }

  /** The most frequent first. */
  failures(): FailureGroup[] {
    return this.#failures.list();
  }

  metrics({ final = false, testTime = null, clients }: MetricOptions = {}): Metrics {
    // Gaps within one answer are correlated, which a bootstrap of single gaps would ignore.
    const distributions = mapKeys(this.#columns, (key, column) => {
      const clientDelay = final ? this.#delays.of(key) : undefined;
      const found = distribution(column, distributionDefinitions[key].unit, final && key !== 'itl');
      return { ...found, ...(clientDelay && { clientDelay }) };
    });
    const window = this.#traced > 0 ? this.#lastEnded - this.#firstSent : testTime;
    const state = final ? this.steadyState(clients) : null;
    return { ...distributions, ...this.#scalars(window, this.#lastSent - this.#firstSent, state) };
  }

  /** The time in which all clients were at work. Sorts all requests, so it is for final results only. */
  steadyState(clients?: number): SteadyState {
    return this.#steady.read(clients);
  }

  /**
   * Metrics of a run in progress: quick to read, so no ITL, of which there is a value for each token. There are
   * no rates before the run is long enough for them.
   */
  liveMetrics(): Omit<Metrics, 'itl'> {
    const { itl: _, ...columns } = this.#columns;
    const distributions = mapKeys(columns, (key, column) =>
      distribution(column, distributionDefinitions[key].unit, false),
    );
    const rated = (window: number) => (window >= shortestRateWindow ? window : null);
    const window = rated(this.#lastEnded - this.#firstSent);
    return { ...distributions, ...this.#scalars(window, rated(this.#lastSent - this.#firstSent), null) };
  }

  #steadyRates(state: SteadyState | null) {
    const counted = state?.window?.requests.length ?? 0;
    const rate = (key: (typeof steadyAmounts)[number], known = true): [n: number, value: number | null] => [
      counted,
      state && known ? rateOf(state, key) : null,
    ];
    return {
      steady_request_throughput: rate('requests'),
      steady_output_token_throughput: rate('outputTokens', this.#tokens.reported('output_tokens') > 0),
      steady_input_token_throughput: rate('inputTokens', this.#tokens.reported('input_tokens') > 0),
      steady_goodput: rate('good', hasLimits(this.#slo)),
    };
  }

  /** Windows: seconds that rates of requests, and of sending them, are computed over. */
  #scalars(
    window: number | null,
    sendWindow: number | null,
    state: SteadyState | null,
  ): Record<ScalarKey, Scalar> {
    const count = this.#count;
    const succeeded = this.#succeeded;
    const tokens = this.#tokens;
    const good = hasLimits(this.#slo) ? this.#good : null;
    const covered = this.#covered;
    const values: Record<ScalarKey, [n: number, value: number | null]> = {
      ...this.#steadyRates(state),
      request_throughput: [succeeded, ratio(succeeded, window)],
      output_token_throughput: [
        tokens.reported('output_tokens'),
        ratio(tokens.total('output_tokens'), window),
      ],
      input_token_throughput: [tokens.reported('input_tokens'), ratio(tokens.total('input_tokens'), window)],
      send_rate: [this.#traced, ratio(this.#traced - 1, sendWindow)],
      goodput: [count, ratio(good, window)],
      goodput_rate: [count, ratio(good, count)],
      error_rate: [count, ratio(this.failed, count)],
      chunks_per_token: [covered.requests, ratio(covered.chunks, covered.tokens)],
      input_tokens: [tokens.reported('input_tokens'), tokens.total('input_tokens')],
      uncached_input_tokens: [
        tokens.reported('uncached_input_tokens'),
        tokens.total('uncached_input_tokens'),
      ],
      output_tokens: [tokens.reported('output_tokens'), tokens.total('output_tokens')],
      cached_input_tokens: [tokens.reported('cached_input_tokens'), tokens.total('cached_input_tokens')],
      reasoning_tokens: [tokens.reported('reasoning_tokens'), tokens.total('reasoning_tokens')],
    };
    return mapKeys(values, (key, [n, value]) => ({ n, value, unit: scalarDefinitions[key].unit }));
  }
}

function mapKeys<K extends string, V, W>(
  record: Readonly<Record<K, V>>,
  change: (key: K, value: V) => W,
): Record<K, W> {
  const keys = Object.keys(record) as K[];
  return Object.fromEntries(keys.map(key => [key, change(key, record[key])])) as Record<K, W>;
}

function put(column: SortedColumn, value: number | null): void {
  if (value !== null) column.append(value);
}

function ratio(amount: number | null, per: number | null): number | null {
  return amount !== null && per !== null && per > 0 ? amount / per : null;
}

/** LLMeter's own times, and its TPOT if it is plausible. */
function timesWithoutTrace(response: InvocationResponse) {
  return {
    ttft: response.time_to_first_token,
    ttlt: response.time_to_last_token,
    tpot: plausibleTimePerOutputToken(response),
  };
}
