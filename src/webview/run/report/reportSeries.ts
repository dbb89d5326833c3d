import type { BucketedAmounts } from '../../../charts/rateChart.ts';
import { niceTimeStep } from '../../../charts/ticks.ts';
import { sumPerBucket } from '../../../charts/timeBuckets.ts';
import type { ReportColumns } from '../../../protocol/run.ts';
import type { ChartMetric } from '../panel/runUiState.ts';

const mostBuckets = 60;
const fewestBuckets = 8;
/** With fewer requests per bucket than this, the chart would show noise. */
const requestsPerBucket = 5;

/** A metric's column with failed requests as missing, because no distribution includes them. */
export function successfulValues(columns: ReportColumns, metric: ChartMetric): Float64Array {
  return columns[metric].map((value, i) => (columns.failed[i] === 1 ? Number.NaN : value));
}

/** When failed requests were sent, and their indices. */
export function failuresOf(columns: ReportColumns): { at: number[]; index: number[] } {
  const at: number[] = [];
  const index: number[] = [];
  columns.failed.forEach((failed, i) => {
    const sent = columns.sentAt[i];
    if (failed !== 1 || sent === undefined || !Number.isFinite(sent)) return;
    at.push(sent);
    index.push(i);
  });
  return { at, index };
}

/** Successful requests and their output tokens by the time they ended. */
export function throughputOf(columns: ReportColumns): { requests: BucketedAmounts; tokens: BucketedAmounts } {
  const endedAt = columns.sentAt.map((sent, i) =>
    columns.failed[i] === 1 ? Number.NaN : sent + (columns.ttlt[i] ?? Number.NaN),
  );
  const until = endedAt.reduce((last, end) => (end > last ? end : last), 0);
  const wanted = Math.round(endedAt.length / requestsPerBucket);
  const buckets = Math.min(mostBuckets, Math.max(fewestBuckets, wanted));
  const bucketSeconds = niceTimeStep(until || 1, buckets);
  return {
    requests: {
      label: 'Requests per second',
      unit: 'requests/s',
      bucketSeconds,
      amounts: sumPerBucket(endedAt, null, bucketSeconds),
      until,
    },
    tokens: {
      label: 'Output tokens per second',
      unit: 'tokens/s',
      bucketSeconds,
      amounts: sumPerBucket(endedAt, columns.outputTokens, bucketSeconds),
      until,
    },
  };
}
