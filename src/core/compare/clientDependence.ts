import { groupBy } from '../base/groupBy.ts';
import { ranks } from '../stats/ranks.ts';
import { type ComparedKey, isPerRequest, requestColumn } from './comparedMetrics.ts';
import type { Sample } from './sample.ts';

/** How strongly requests of the same client are correlated. */
export interface ClientDependence {
  /** Variance of the mean relative to independent requests (Kish, "Survey Sampling", 1965). */
  readonly designEffect: number;
  /** Effective sample size: the number of independent requests with the same information. */
  readonly effectiveSize: number;
}

/** Above this design effect, intervals are noticeably (a fifth or more) too narrow. */
const noticeable = 1.4;
/** A standard normal value that chance exceeds once in a hundred runs. */
const z99 = 2.326348;

/**
 * Measures by an analysis of variance of the ranks how similar the requests of each client are. They may be
 * similar because each client keeps a connection to a different server. Null if the effect is not noticeable,
 * or may be due to chance.
 */
export function clientDependence(sample: Sample, key: ComparedKey): ClientDependence | null {
  if (!isPerRequest(key)) return null;
  const { values, client } = requestColumn(sample, key);
  const rows = Array.from(values, (value, i) => ({ value, client: client?.[i] ?? Number.NaN })).filter(
    row => Number.isFinite(row.value) && Number.isFinite(row.client),
  );
  const ranked = ranks(rows.map(row => row.value));
  const clients = [...groupBy(rows.keys(), i => rows[i]?.client).values()].map(own =>
    own.map(i => ranked[i] ?? 0),
  );
  const [n, k] = [rows.length, clients.length];
  const [between, within] = [k - 1, n - k];
  if (between < 1 || within < 1) return null;
  const mean = (n - 1) / 2;
  const total = sum(Array.from(ranked, rank => (rank - mean) ** 2));
  const explained = sum(clients.map(own => own.length * (sum(own) / own.length - mean) ** 2));
  const ratio = explained / between / ((total - explained) / within);
  // The mean number of requests of a client, corrected for clients of unequal size.
  const size = (n - sum(clients.map(own => own.length ** 2)) / n) / between;
  const correlation = 1 - size / (ratio + size - 1);
  const designEffect = 1 + (size - 1) * correlation;
  return designEffect > noticeable && standardized(ratio, between, within) > z99
    ? { designEffect, effectiveSize: n / designEffect }
    : null;
}

/**
 * Converts a ratio of variances to a standard normal value (Paulson, Annals of Mathematical Statistics 13,
 * 1942).
 */
function standardized(ratio: number, freedomAbove: number, freedomBelow: number): number {
  const [a, b] = [2 / (9 * freedomAbove), 2 / (9 * freedomBelow)];
  const root = 1 / Math.cbrt(ratio);
  return (1 - b - (1 - a) * root) / Math.sqrt(b + a * root ** 2);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
