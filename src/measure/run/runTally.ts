import { MetricColumns } from '../../core/metrics/metricColumns.ts';
import type { Slo } from '../../core/metrics/slo.ts';
import { cachedInputTokens } from '../../core/request/countedKinds.ts';
import type { InvocationResponse } from '../../core/request/response.ts';
import { isWithheld } from '../../core/request/stopReasons.ts';
import type { ResponseTrace } from '../../core/request/trace.ts';
import { medianInterval } from '../../core/stats/confidence.ts';
import { quantile } from '../../core/stats/percentiles.ts';
import { RunningStats } from '../../core/stats/runningStats.ts';
import { LiveSeriesKeeper } from './liveSeries.ts';

/** Everything that is counted over the measured requests of a run; O(1) per request. */
export class RunTally {
  readonly stats = new RunningStats();
  readonly metrics: MetricColumns;
  readonly series = new LiveSeriesKeeper();
  /** When measuring began, in seconds of the run. The time axis of the live charts starts here. */
  measuredFrom = 0;
  readonly #found = {
    rateLimited: 0,
    retried: 0,
    coldConnections: 0,
    cachedInputTokens: 0,
    cacheUnknown: 0,
    estimatedTokens: 0,
    withheld: 0,
  };
  /** In order of arrival. */
  readonly #ttfts: number[] = [];

  constructor(slo: Slo) {
    this.metrics = new MetricColumns(slo);
  }

  /** `trace` is null for a request that could not be sent. */
  add(response: InvocationResponse, trace: ResponseTrace | null): void {
    this.stats.append(response);
    this.metrics.append(response, trace);
    const found = this.#found;
    if ((response.retries ?? 0) > 0) found.retried += 1;
    this.#addCached(cachedInputTokens(response, trace), response);
    if (trace === null) return;
    if (trace.reason === 'rateLimit') found.rateLimited += 1;
    if (trace.newConnection) found.coldConnections += 1;
    if (trace.tokenSourceOutput === 'estimate') found.estimatedTokens += 1;
    const good = response.error === null;
    if (good && isWithheld(trace.stopReason)) found.withheld += 1;
    this.series.add(
      trace.sentAt - this.measuredFrom,
      trace.endedAt - this.measuredFrom,
      good ? trace.ttft : null,
      good ? (response.num_tokens_output ?? 0) : 0,
    );
    if (good && trace.ttft !== null) this.#ttfts.push(trace.ttft);
  }

  #addCached(tokens: number | null, { error }: InvocationResponse): void {
    this.#found.cachedInputTokens += tokens ?? 0;
    if (tokens === null && error === null) this.#found.cacheUnknown += 1;
  }

  /** The data for the diagnostics. */
  evidence() {
    const middle = Math.floor(this.#ttfts.length / 2);
    return {
      ...this.#found,
      requests: this.stats.count,
      failed: this.stats.failed,
      ttftFirstHalf: median(this.#ttfts.slice(0, middle)),
      ttftSecondHalf: median(this.#ttfts.slice(middle)),
    };
  }
}

/** A median with its 95 % confidence interval, seconds. */
export interface BracketedMedian {
  median: number;
  low: number;
  high: number;
}

/** null if there are too few values. */
function median(values: number[]): BracketedMedian | null {
  const sorted = Float64Array.from(values).sort();
  const interval = medianInterval(sorted);
  return interval && { median: quantile(sorted, 0.5), low: interval[0], high: interval[1] };
}
