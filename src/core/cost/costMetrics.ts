import type { Distribution } from '../metrics/distribution.ts';
import type { Scalar } from '../metrics/metricColumns.ts';
import type { RunCost } from './runCosts.ts';

/** The costs of a run as metrics, by the keys of `costDefinitions`. */
export function costMetrics(cost: RunCost): Record<string, Distribution | Scalar> {
  const { currency: unit, perRequest, requests, unmeasured, total, perMillionOutputTokens: value } = cost;
  return {
    cost_per_request: perRequest,
    cost: { n: requests + unmeasured.requests, value: total, unit },
    cost_per_million_output_tokens: { n: requests - cost.unknown, value, unit },
  };
}
