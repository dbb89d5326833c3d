import { MetricColumns } from '../../core/metrics/metricColumns.ts';
import type { Slo } from '../../core/metrics/slo.ts';
import type { InvocationResponse } from '../../core/response.ts';
import { quantile } from '../../core/stats/percentiles.ts';
import { RunningStats } from '../../core/stats/runningStats.ts';
import type { ResponseTrace } from '../../core/trace.ts';
import { LiveSeriesKeeper } from './liveSeries.ts';

/** Everything counted over the measured requests of a run; O(1) a request. */
export class RunTally {
  readonly stats = new RunningStats();
  readonly metrics: MetricColumns;
  readonly series = new LiveSeriesKeeper();
  rateLimited = 0;
  retried = 0;
  coldConnections = 0;
  cachedInputTokens = 0;
  estimatedTokens = 0;
  /** Second of the run at which measuring began: what the live charts count from. */
  measuredFrom = 0;
  /** In order of arrival. */
  readonly #ttfts: number[] = [];

  constructor(slo: Slo) {
    this.metrics = new MetricColumns(slo);
  }

  /** `trace` is null for a request that could not be sent. */
  add(response: InvocationResponse, trace: ResponseTrace | null): void {
    this.stats.append(response);
    this.metrics.append(response, trace);
    if ((response.retries ?? 0) > 0) this.retried += 1;
    this.cachedInputTokens += response.num_tokens_input_cached ?? 0;
    if (trace === null) return;
    if (trace.reason === 'rateLimit') this.rateLimited += 1;
    if (trace.newConnection) this.coldConnections += 1;
    if (trace.tokenSourceOutput === 'estimate') this.estimatedTokens += 1;
    const good = response.error === null;
    this.series.add(
      trace.sentAt - this.measuredFrom,
      trace.endedAt - this.measuredFrom,
      good ? trace.ttft : null,
      good ? (response.num_tokens_output ?? 0) : 0,
    );
    if (good && trace.ttft !== null) this.#ttfts.push(trace.ttft);
  }

  /** Medians of TTFT in the first and the second half of the run; null where there are too few to tell. */
  halves(): { first: number | null; second: number | null } {
    const middle = Math.floor(this.#ttfts.length / 2);
    if (middle < 20) return { first: null, second: null };
    return { first: median(this.#ttfts.slice(0, middle)), second: median(this.#ttfts.slice(middle)) };
  }
}

function median(values: number[]): number {
  return quantile(Float64Array.from(values).sort(), 0.5);
}
