import { ranks } from '../stats/ranks.ts';
import { type ComparedKey, isPerRequest, requestColumn } from './comparedMetrics.ts';
import type { Sample } from './sample.ts';

/** How the requests of one client resemble each other more than those of another. */
export interface ClientDependence {
  /** How often the variance of a mean is that of independent requests (Kish, "Survey Sampling", 1965). */
  readonly designEffect: number;
  /** How many independent requests tell as much. */
  readonly worth: number;
}

/** Above this, intervals are noticeably (a fifth or more) too narrow. */
const noticeable = 1.4;
/** Standard errors that chance exceeds once in a hundred runs. */
const z99 = 2.326348;

/**
 * Whether a client's requests have similar values, as where each keeps a connection to a server of its own;
 * null where they do not noticeably, or by chance. By the analysis of variance of their ranks.
 */
export function clientDependence(sample: Sample, key: ComparedKey): ClientDependence | null {
  if (!isPerRequest(key)) return null;
  const { values, client } = requestColumn(sample, key);
  const rows = Array.from(values, (value, i) => ({ value, client: client?.[i] ?? Number.NaN })).filter(
    row => Number.isFinite(row.value) && Number.isFinite(row.client),
  );
  const ranked = ranks(rows.map(row => row.value));
  const clients = [...Map.groupBy(rows.keys(), i => rows[i]?.client).values()].map(own =>
    own.map(i => ranked[i] ?? 0),
  );
  const [n, k] = [rows.length, clients.length];
  const [between, within] = [k - 1, n - k];
  if (between < 1 || within < 1) return null;
  const mean = (n - 1) / 2;
  const total = sum(Array.from(ranked, rank => (rank - mean) ** 2));
  const explained = sum(clients.map(own => own.length * (sum(own) / own.length - mean) ** 2));
  const ratio = explained / between / ((total - explained) / within);
  /** Requests of a client, for clients of different numbers of them. */
  const size = (n - sum(clients.map(own => own.length ** 2)) / n) / between;
  const correlation = 1 - size / (ratio + size - 1);
  const designEffect = 1 + (size - 1) * correlation;
  return designEffect > noticeable && standardized(ratio, between, within) > z99
    ? { designEffect, worth: n / designEffect }
    : null;
}

/** A ratio of variances as a standard normal value (Paulson, Annals of Mathematical Statistics 13, 1942). */
function standardized(ratio: number, above: number, below: number): number {
  const [a, b] = [2 / (9 * above), 2 / (9 * below)];
  const root = 1 / Math.cbrt(ratio);
  return (1 - b - (1 - a) * root) / Math.sqrt(b + a * root ** 2);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
