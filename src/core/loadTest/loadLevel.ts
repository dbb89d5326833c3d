import { comparedRates, type RateBasis } from '../compare/comparedMetrics.ts';
import { leadingBasis, rateValue } from '../compare/runRate.ts';
import type { Sample } from '../compare/sample.ts';
import { percentileSupport } from '../metrics/distribution.ts';
import { quantile } from '../stats/percentiles.ts';

/** Summary of one level of a load test. Times in seconds, rates per second; null = not known. */
export interface LoadLevel {
  readonly clients: number;
  readonly requests: number;
  readonly failed: number;
  /** What the rates are computed over: the time in which all clients were at work, if that differs notably. */
  readonly basis: RateBasis;
  /** Successful requests per second. */
  readonly throughput: number | null;
  readonly outputTokenThroughput: number | null;
  /** Requests per second that met every limit of the plan's `slo`; null without limits. */
  readonly goodput: number | null;
  /** Successful requests per second of the whole level. */
  readonly wholeThroughput: number | null;
  /** Successful requests per second while all clients were at work. */
  readonly steadyThroughput: number | null;
  readonly ttftP50: number | null;
  readonly ttftP90: number | null;
  /** Why `ttftP90` is unreliable, as a sentence. */
  readonly unreliable: string | null;
  /** All requests per second, failed ones included. */
  readonly requestRate: number | null;
  /** Mean time from sending a request to its end. */
  readonly meanTime: number | null;
  /** Requests in flight, averaged over the time in which all clients were at work. */
  readonly inFlight: number | null;
}

/** Summarises a level from its measured requests. */
export function loadLevelOf(sample: Sample): LoadLevel {
  const { columns, conditions, window } = sample;
  const ttft = columns.ttft.filter(Number.isFinite).sort();
  const times = columns.endedAt
    .map((end, i) => end - (columns.sentAt[i] ?? Number.NaN))
    .filter(Number.isFinite);
  const requests = columns.failed.length;
  const basis = leadingBasis(sample);
  const rate = (key: keyof typeof comparedRates, over: RateBasis = basis) => {
    const amount = comparedRates[key](sample);
    return amount && rateValue(sample, amount, over);
  };
  return {
    clients: conditions.clients,
    requests,
    failed: columns.failed.reduce((sum, one) => sum + one, 0),
    basis,
    throughput: rate('request_throughput'),
    outputTokenThroughput: rate('output_token_throughput'),
    goodput: rate('goodput'),
    wholeThroughput: rate('request_throughput', 'whole'),
    steadyThroughput: rate('request_throughput', 'steady'),
    ttftP50: ttft.length === 0 ? null : quantile(ttft, 0.5),
    ttftP90: ttft.length === 0 ? null : quantile(ttft, 0.9),
    unreliable: percentileSupport(ttft.length, 'p90'),
    requestRate: window && requests / (window[1] - window[0]),
    meanTime: times.length === 0 ? null : times.reduce((sum, time) => sum + time, 0) / times.length,
    inFlight: sample.steady?.inFlight ?? null,
  };
}
