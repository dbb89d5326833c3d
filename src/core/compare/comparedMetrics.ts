import {
  type DistributionKey,
  type MetricDefinition,
  metricDefinitions,
  type ScalarKey,
  steadyKeys,
} from '../metrics/definitions.ts';
import type { Sample, TimedColumn } from './sample.ts';

/**
 * Compared metrics with one value per request. ITL is not one: the gaps of a response depend on each other.
 */
export const comparedLatencies = [
  'ttft',
  'ttft_any',
  'ttlt',
  'tpot',
  'e2e',
] as const satisfies readonly DistributionKey[];

/** The contribution of the request at an index to a rate; NaN = none. */
export type Amount = (index: number) => number;

/** What rates are computed over: the whole run, or the time in which all clients were at work. */
export type RateBasis = 'whole' | 'steady';

/** Rates, each with the contribution of a request to it; null if a run has no such rate. */
export const comparedRates = {
  request_throughput:
    ({ columns }) =>
    i =>
      1 - (columns.failed[i] ?? 1) - (columns.empty[i] ?? 0),
  output_token_throughput: ({ columns }) =>
    columns.outputTokens.some(Number.isFinite) ? i => columns.outputTokens[i] ?? Number.NaN : null,
  goodput: ({ columns: { good } }) => good && (i => good[i] ?? 0),
} as const satisfies { [K in ScalarKey]?: (sample: Sample) => Amount | null };

/** Shares of all requests, each with 1 for the requests that count; null if a run has no such share. */
export const comparedShares = {
  error_rate: ({ columns }) => columns.failed,
  goodput_rate: ({ columns }) => columns.good,
} as const satisfies { [K in ScalarKey]?: (sample: Sample) => Uint8Array | null };

export type LatencyKey = (typeof comparedLatencies)[number];
export type RateKey = keyof typeof comparedRates;
export type ShareKey = keyof typeof comparedShares;
/** Metrics with one value per request. */
export type PerRequestKey = LatencyKey | 'cost_per_request';
export type ComparedKey = PerRequestKey | RateKey | ShareKey;

export function isComparedKey(key: string): key is ComparedKey {
  return (
    (comparedLatencies as readonly string[]).includes(key) ||
    Object.hasOwn(comparedRates, key) ||
    Object.hasOwn(comparedShares, key) ||
    key === 'cost_per_request'
  );
}

/** Name, unit and direction of a compared metric; of a rate, on the basis that it is compared on. */
export function comparedDefinition(key: ComparedKey, basis: RateBasis = 'whole'): MetricDefinition {
  return metricDefinitions[isRate(key) && basis === 'steady' ? steadyKeys[key] : key];
}

export function isRate(key: ComparedKey): key is RateKey {
  return Object.hasOwn(comparedRates, key);
}

export function isShare(key: ComparedKey): key is ShareKey {
  return Object.hasOwn(comparedShares, key);
}

export function isPerRequest(key: ComparedKey): key is PerRequestKey {
  return !isRate(key) && !isShare(key);
}

/** The values of a metric with one value per request. */
export function requestColumn({ columns }: Sample, key: PerRequestKey): TimedColumn {
  const { sentAt, client } = columns;
  return { values: key === 'cost_per_request' ? columns.cost : columns[key], sentAt, client };
}
