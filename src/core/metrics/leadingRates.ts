import { steadyKeys } from './definitions.ts';
import type { Distribution } from './distribution.ts';
import type { Scalar } from './metricColumns.ts';

type MetricsByKey = Readonly<Record<string, Distribution | Scalar>>;
export type RateKey = keyof typeof steadyKeys;

/** Below this difference, the rate of the whole run says the same. */
const notable = 0.05;

/** Whether the rate of the steady window differs so much from that of the whole run that it leads. */
export function steadyLeads(whole: number | null, steady: number | null): boolean {
  return whole !== null && steady !== null && whole > 0 && Math.abs(steady / whole - 1) > notable;
}

/** Whether a run's rates are led by those of the steady window; its requests decide for all. */
export function steadyRatesLead(metrics: MetricsByKey): boolean {
  return steadyLeads(
    scalarOf(metrics, 'request_throughput'),
    scalarOf(metrics, steadyKeys.request_throughput),
  );
}

/** The key of the rate that leads: that of the steady window or of the whole run. */
export function leadingKey(metrics: MetricsByKey, key: RateKey): RateKey | (typeof steadyKeys)[RateKey] {
  const steady = steadyKeys[key];
  return steadyRatesLead(metrics) && scalarOf(metrics, steady) !== null ? steady : key;
}

function scalarOf(metrics: MetricsByKey, key: string): number | null {
  const metric = metrics[key];
  return metric && 'value' in metric ? metric.value : null;
}
