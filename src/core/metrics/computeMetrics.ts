import type { MeasuredRequest } from '../request/measuredRequest.ts';
import type { Stalls } from '../request/stalls.ts';
import type { FailureGroup } from './failures.ts';
import { MetricColumns, type MetricOptions, type Metrics } from './metricColumns.ts';
import type { Slo } from './slo.ts';
import { Undelayer } from './undelayed.ts';

export interface ComputeOptions extends Omit<MetricOptions, 'final'> {
  /** The API counts cached tokens in addition to its input tokens. */
  cacheBeside?: boolean;
  /** When this machine could not read what arrived; null = not known. */
  stalls?: Stalls | null;
}

/** Our metrics of a complete set of requests, with confidence intervals. */
export function computeMetrics(
  samples: Iterable<MeasuredRequest>,
  slo: Slo = {},
  { cacheBeside = false, stalls = null, ...options }: ComputeOptions = {},
): { metrics: Metrics; failures: FailureGroup[] } {
  const columns = new MetricColumns(slo, cacheBeside);
  const undelayer = stalls && new Undelayer(stalls);
  for (const { response, trace } of samples) {
    columns.append(response, trace, trace ? undelayer?.of(trace) : undefined);
  }
  return { metrics: columns.metrics({ ...options, final: true }), failures: columns.failures() };
}
