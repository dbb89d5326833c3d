import { parseDuration } from '../core/base/duration.ts';
import { isJsonObject, type JsonObject } from '../core/base/jsonValue.ts';
import { costsOf, llmeterCosts, type RunCosts } from './costs.ts';
import { num, part, type RunFolder } from './files.ts';
import type { Ledger } from './ledger.ts';
import { type Limits, type Metric, metricsOf, numbersOf, unreliableOf } from './metrics.ts';
import { inOrder } from './numbers.ts';
import { percentileInterval } from './percentileInterval.ts';
import { leavesOutCached, type Requests, tracesOf } from './requests.ts';

const file = 'llmeter.json';

/** Checks metrics and costs in llmeter.json. */
export function checkOwnFile(run: RunFolder, requests: Requests, ledger: Ledger): void {
  const { own, summary, config } = run;
  if (own === null) return;
  if (!isJsonObject(own['metrics'])) {
    ledger.skip(file, 'metrics', `there are none: the state of the run is "${String(own['state'])}"`);
    return;
  }
  const stored = part(own, 'metrics');
  const testTime = num(summary?.['total_test_time']);
  const limits = limitsOf(part(own, 'plan', 'slo'));
  const again = metricsOf(requests.measured, { limits, leftOut: leavesOutCached(config), testTime });
  const costs = checkCosts(own, requests, testTime, ledger);
  const all = { ...asThen(again, stored), ...(costs && costMetrics(costs)) };
  for (const [key, metric] of Object.entries(all)) {
    const reason = whyNotComparable(key, stored, leavesOutCached(config));
    if (reason === null) checkMetric(key, part(stored, key), metric, ledger);
    else ledger.skip(file, `metrics.${key}`, reason);
  }
  for (const key of Object.keys(stored)) {
    if (!(key in all)) ledger.skip(file, `metrics.${key}`, 'there is no second formula for it');
  }
  if (Object.values(stored).some(metric => isJsonObject(metric) && 'clientDelay' in metric)) {
    const reason = 'it estimates what this machine added, for which there is no second formula';
    ledger.skip(file, 'metrics.*.clientDelay', reason);
  }
  ledger.skip(
    file,
    'environment',
    'it was measured while the run was in progress, and nothing else records it',
  );
  ledger.skip(file, 'diagnostics', 'their sentences are not read');
}

/** Earlier versions judged percentiles of gaps by the number of gaps. */
function asThen(again: Record<string, Metric>, stored: JsonObject): Record<string, Metric> {
  const { itl } = again;
  const now = Object.values(stored).some(metric => isJsonObject(metric) && 'dependence' in metric);
  return now || !itl || !('values' in itl) ? again : { ...again, itl: { values: itl.values } };
}

/** Why a metric of an earlier version cannot be compared with today's definition; null if it can. */
function whyNotComparable(key: string, stored: JsonObject, leftOut: boolean): string | null {
  const addedLater = key === 'uncached_input_tokens' || key.startsWith('steady_');
  if (addedLater && !(key in stored)) return 'the version that made the run did not have it';
  const redefined = leftOut && (key === 'input_tokens' || key === 'input_token_throughput');
  return redefined && !('uncached_input_tokens' in stored)
    ? 'the version that made the run left out cached tokens, as the API does'
    : null;
}

function limitsOf(slo: JsonObject): Limits {
  const given = Object.entries(slo).flatMap(([key, value]) =>
    typeof value === 'string' || typeof value === 'number'
      ? [[key, parseDuration(value, `"slo.${key}"`)]]
      : [],
  );
  return Object.fromEntries(given);
}

function checkMetric(key: string, stored: JsonObject, metric: Metric, ledger: Ledger): void {
  const prefix = `metrics.${key}.`;
  if (!('values' in metric)) {
    ledger.compareAll(file, prefix, stored, { n: metric.n, value: metric.value });
    return;
  }
  const { values } = metric;
  ledger.compareAll(file, prefix, stored, numbersOf(values));
  const marked = Object.keys(part(stored, 'unreliable')).sort();
  ledger.compare(file, `${prefix}unreliable`, marked, unreliableOf(metric.answers ?? values.length).sort());
  if (values.length > 0 && key !== 'itl') checkIntervals(prefix, stored, values, ledger);
}

const percentiles = { p50ci: 0.5, p90ci: 0.9, p95ci: 0.95, p99ci: 0.99 } as const;

/** The intervals of percentiles, unless they allow for requests that depend on each other. */
function checkIntervals(prefix: string, stored: JsonObject, values: readonly number[], ledger: Ledger): void {
  if (stored['dependence'] !== null) {
    const earlier = stored['dependence'] === undefined;
    const reason = earlier
      ? 'the version that made the run computed them in another way'
      : 'they allow for requests that depend on each other, for which there is no second formula';
    ledger.skip(file, `${earlier ? 'metrics.*.' : prefix}p..ci`, reason);
    return;
  }
  const ascending = inOrder(values);
  for (const [key, share] of Object.entries(percentiles)) {
    const again = percentileInterval(ascending, share);
    const [low, high] = Array.isArray(stored[key]) ? stored[key] : [];
    ledger.compare(file, `${prefix}${key}.low`, low, again?.[0]);
    ledger.compare(file, `${prefix}${key}.high`, high, again?.[1]);
  }
}

/** Checks the costs; null if no price is known. */
function checkCosts(
  own: JsonObject,
  requests: Requests,
  testTime: number | null,
  ledger: Ledger,
): RunCosts | null {
  const pricing = part(own, 'cost', 'pricing');
  const stored = part(own, 'cost', 'result');
  if (Object.keys(pricing).length === 0) return null;
  const costs = costsOf(pricing, requests, testTime ?? windowOf(requests));
  const { unmeasured, result, parts, perRequest } = costs;
  const prefix = 'cost.result.';
  const uncounted = requests.excluded.every(({ json }) => json['inputTokens'] === undefined);
  const saved = part(stored, 'unmeasured');
  if (uncounted && num(saved['cost'])) {
    const reason =
      'the traces of warm-up and cancelled requests have no token counts, as in runs up to version 0.1.0';
    ledger.skip(file, `${prefix}unmeasured.cost`, reason);
    return null;
  }
  ledger.compareAll(file, `${prefix}unmeasured.`, saved, unmeasured);
  ledger.compareAll(file, prefix, stored, result);
  const list = Array.isArray(stored['parts']) ? stored['parts'] : [];
  const named = Object.fromEntries(list.map(one => [String(part(one)['name']), part(one)['cost']]));
  ledger.compareAll(file, `${prefix}parts.`, named, {
    ...Object.fromEntries(Object.keys(named).map(key => [key, undefined])),
    ...parts,
  });
  checkMetric('cost_per_request', part(stored, 'perRequest'), { values: perRequest }, ledger);
  ledger.compare(file, `${prefix}price`, stored['price'], pricing['price']);
  if (num(stored['budget']) !== null)
    ledger.skip(file, `${prefix}budget`, 'it is a limit that was set, not a result');
  return costs;
}

function costMetrics({ result, perRequest, unmeasured, priced }: RunCosts): Record<string, Metric> {
  const { requests, total, perMillionOutputTokens } = result;
  return {
    cost_per_request: { values: perRequest },
    cost: { n: (num(requests) ?? 0) + unmeasured.requests, value: num(total) },
    cost_per_million_output_tokens: { n: priced, value: num(perMillionOutputTokens) },
  };
}

/** From the first request sent to the last answer received, for an interrupted run; 0 without requests. */
export function windowOf({ measured }: Requests): number | null {
  if (measured.length === 0) return 0;
  const traces = tracesOf(measured);
  const sent = traces.map(trace => num(trace['sentAt']) ?? 0);
  const ended = traces.map(trace => num(trace['endedAt']) ?? 0);
  if (traces.length === 0) return null;
  return ended.reduce((a, b) => Math.max(a, b)) - sent.reduce((a, b) => Math.min(a, b));
}

/** Checks the cost statistics among those of LLMeter; returns their keys. */
export function checkCostStats(run: RunFolder, requests: Requests, ledger: Ledger): string[] {
  const { own, config, stats, summary } = run;
  const callbacks = config?.['callbacks'];
  const saved = (Array.isArray(callbacks) ? callbacks : []).find(one =>
    isJsonObject(part(one)['request_dims']),
  );
  const ours = part(own, 'cost', 'pricing', 'model');
  const model = Object.keys(ours).length > 0 ? ours : part(saved);
  if (stats === null || Object.keys(model).length === 0) return [];
  const seconds = num(summary?.['total_test_time']) ?? windowOf(requests);
  const costs = llmeterCosts(
    model,
    requests.measured.map(({ response }) => response),
    seconds,
  );
  ledger.compareAll('stats.json', '', stats, costs);
  return Object.keys(costs);
}
