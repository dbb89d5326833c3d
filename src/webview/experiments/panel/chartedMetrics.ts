import { comparedLatencies, type LatencyKey } from '../../../core/compare/comparedMetrics.ts';
import type { SampleColumns } from '../../../core/compare/sample.ts';
import type { RunComparison } from '../../../protocol/run.ts';

/** Metrics with one value per request, which charts can show. */
export type ChartedMetric = LatencyKey | 'cost_per_request';

const charted: readonly ChartedMetric[] = [...comparedLatencies, 'cost_per_request'];

/** Those of them that were compared, in order. */
export function chartedMetrics({ pairs }: RunComparison): ChartedMetric[] {
  return charted.filter(key => pairs.some(({ metrics }) => metrics.some(metric => metric.key === key)));
}

export function valuesOf(columns: SampleColumns, metric: ChartedMetric): Float64Array {
  return metric === 'cost_per_request' ? columns.cost : columns[metric];
}

/**
 * When each request was sent, in seconds since its run began. Runs that took place together count from the
 * first request of all of them, so that the chart shows them at the same time.
 */
export function timesSent(columns: readonly SampleColumns[], together: boolean): Float64Array[] {
  const starts = columns.map(({ sentAt }) =>
    sentAt.reduce((first, at) => (at < first ? at : first), Number.POSITIVE_INFINITY),
  );
  const first = Math.min(...starts);
  return columns.map(({ sentAt }, i) => {
    const from = together ? first : (starts[i] ?? first);
    return sentAt.map(at => at - from);
  });
}
