import { runRate } from '../compare/runRate.ts';
import type { Sample } from '../compare/sample.ts';
import { percentileSupport } from '../metrics/distribution.ts';
import { quantile } from '../stats/percentiles.ts';

/** Summary of one level of a load test. Times in seconds, rates per second; null = not known. */
export interface LoadLevel {
  readonly clients: number;
  readonly requests: number;
  readonly failed: number;
  /** Successful requests per second of the level's window. */
  readonly throughput: number | null;
  readonly outputTokenThroughput: number | null;
  readonly ttftP50: number | null;
  readonly ttftP90: number | null;
  /** Why `ttftP90` is unreliable, as a sentence. */
  readonly unreliable: string | null;
  /** All requests per second, failed ones included. */
  readonly requestRate: number | null;
  /** Mean time from sending a request to its end. */
  readonly meanTime: number | null;
}

/** Summarises a level from its measured requests. */
export function loadLevelOf(sample: Sample): LoadLevel {
  const { columns, conditions, window } = sample;
  const ttft = columns.ttft.filter(Number.isFinite).sort();
  const times = columns.endedAt
    .map((end, i) => end - (columns.sentAt[i] ?? Number.NaN))
    .filter(Number.isFinite);
  const requests = columns.failed.length;
  const rate = (amount: (index: number) => number) => runRate(sample, amount).value;
  const tokens = columns.outputTokens.some(Number.isFinite);
  return {
    clients: conditions.clients,
    requests,
    failed: columns.failed.reduce((sum, one) => sum + one, 0),
    throughput: rate(i => 1 - (columns.failed[i] ?? 1) - (columns.empty[i] ?? 0)),
    outputTokenThroughput: tokens ? rate(i => columns.outputTokens[i] ?? Number.NaN) : null,
    ttftP50: ttft.length === 0 ? null : quantile(ttft, 0.5),
    ttftP90: ttft.length === 0 ? null : quantile(ttft, 0.9),
    unreliable: percentileSupport(ttft.length, 'p90'),
    requestRate: window && requests / (window[1] - window[0]),
    meanTime: times.length === 0 ? null : times.reduce((sum, time) => sum + time, 0) / times.length,
  };
}
