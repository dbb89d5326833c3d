import type { JsonObject } from '../base/jsonValue.ts';
import type { InvocationResponse } from '../request/response.ts';
import { aggregate } from './aggregate.ts';
import { type RunSummary, summaryToJson } from './runSummary.ts';
import { SortedColumn } from './sortedColumn.ts';
import { contributeStats, type Stats } from './stats.ts';

/** Seconds. Over less, a live rate would say how the first requests began, not how many there are. */
export const shortestRateWindow = 1;

/** LLMeter's live statistics (llmeter-format 5.2), which a run shows while it is running and saves at its end. */
export class RunningStats {
  readonly #outputTokens = new SortedColumn();
  readonly #inputTokens = new SortedColumn();
  readonly #columns = [
    ['time_to_last_token', new SortedColumn()],
    ['time_to_first_token', new SortedColumn()],
    ['time_per_output_token', new SortedColumn()],
    ['num_tokens_output', this.#outputTokens],
    ['num_tokens_input', this.#inputTokens],
  ] as const;
  readonly #contributed: Record<string, number> = {};
  #count = 0;
  #failed = 0;
  #firstSend = Number.POSITIVE_INFINITY;
  #lastSend = Number.NEGATIVE_INFINITY;

  /** Responses added, including failed ones. */
  get count(): number {
    return this.#count;
  }

  get failed(): number {
    return this.#failed;
  }

  /** Earliest request time, milliseconds since the epoch. */
  get firstRequestTime(): number | null {
    return Number.isFinite(this.#firstSend) ? this.#firstSend : null;
  }

  get lastRequestTime(): number | null {
    return Number.isFinite(this.#lastSend) ? this.#lastSend : null;
  }

  /** Adds one response. Failed ones contribute the metrics that they have. */
  append(response: InvocationResponse): void {
    this.#count++;
    if (response.error !== null) this.#failed++;
    if (response.request_time !== null) {
      this.#firstSend = Math.min(this.#firstSend, response.request_time);
      this.#lastSend = Math.max(this.#lastSend, response.request_time);
    }
    for (const [metric, column] of this.#columns) {
      const value = response[metric];
      if (value !== null) column.append(value);
    }
  }

  /** Adds a callback's statistics; see `contributeStats`. */
  contribute(values: JsonObject): void {
    contributeStats(this.#contributed, values);
  }

  /**
   * All statistics at the end, in LLMeter's order. `endTime`: milliseconds since the epoch. `summary` adds the
   * 14 keys that saved statistics begin with.
   */
  stats(endTime: number, summary?: RunSummary): Stats {
    const sendWindow = (this.#lastSend - this.#firstSend) / 1000;
    const runWindow = (endTime - this.#firstSend) / 1000;
    return this.#stats(sendWindow, runWindow, summary ? summaryToJson(summary) : {});
  }

  /**
   * The same for a run in progress at `now`. All rates count from the first request to now, and there are none
   * in the first second: clients that send at the same time leave LLMeter's send window of a few milliseconds.
   */
  liveStats(now: number): Stats {
    const window = (now - this.#firstSend) / 1000;
    const rated = window >= shortestRateWindow ? window : 0;
    return this.#stats(rated, rated, {});
  }

  #stats(sendWindow: number, runWindow: number, stats: Stats): Stats {
    const inputTokens = this.#inputTokens.sum;
    const outputTokens = this.#outputTokens.sum;
    stats['failed_requests'] = this.#failed;
    stats['failed_requests_rate'] = this.#count === 0 ? 0 : this.#failed / this.#count;
    stats['total_input_tokens'] = inputTokens;
    stats['total_output_tokens'] = outputTokens;
    for (const [metric, column] of this.#columns) aggregate(metric, column, stats);
    if (sendWindow > 0) {
      stats['requests_per_minute'] = (this.#count * 60) / sendWindow;
      stats['average_input_tokens_per_minute'] = (inputTokens * 60) / sendWindow;
    }
    if (runWindow > 0) {
      stats['average_output_tokens_per_minute'] = (outputTokens * 60) / runWindow;
      stats['output_tps'] = outputTokens / runWindow;
    }
    return Object.assign(stats, this.#contributed);
  }
}
