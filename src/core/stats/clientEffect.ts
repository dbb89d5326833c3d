import { groupBy } from '../base/groupBy.ts';
import { ranks } from './ranks.ts';
import type { TimedValue } from './timedValues.ts';

/** How much requests of the same client resemble each other. */
export interface ClientEffect {
  /** A standard normal value that independent requests would have. */
  readonly signal: number;
  /** Variance of the mean relative to independent requests (Kish, "Survey Sampling", 1965). */
  readonly designEffect: number;
}

/**
 * Measures by an analysis of variance of the ranks how similar the requests of each client are. They may be
 * similar because each client keeps a connection to a different server. Null if there are not several clients
 * with several requests.
 */
export function clientEffect(rows: readonly TimedValue[]): ClientEffect | null {
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
  return { signal: standardized(ratio, between, within), designEffect: 1 + (size - 1) * correlation };
}

/**
 * How much the difference of two sides depends on the client, as a standard normal value that equal differences
 * would have: an analysis of variance of the ranks within each. What a client adds to both sides does not count. Null
 * if there are not several clients with several requests to both sides.
 */
export function differenceEffect(
  sides: readonly [readonly TimedValue[], readonly TimedValue[]],
): number | null {
  const rows = sides.flatMap((own, side) => {
    const ranked = ranks(own.map(row => row.value));
    return own.map(({ client }, i) => ({ client, side, rank: (ranked[i] ?? 0) / own.length }));
  });
  const cells = [...groupBy(rows, row => row.client).values()].map(own =>
    [0, 1].map(side => own.filter(row => row.side === side).map(row => row.rank)),
  );
  const both = cells.filter(cell => cell.every(values => values.length > 0));
  const within = sum(both.flat().map(values => values.length - 1));
  if (both.length < 2 || within < 1) return null;
  const error =
    sum(both.flat().map(values => sum(values.map(rank => (rank - meanOf(values)) ** 2)))) / within;
  // The difference of a client counts by the number of its requests.
  const differences = both.map(([a = [], b = []]) => ({
    value: meanOf(b) - meanOf(a),
    weight: 1 / (1 / a.length + 1 / b.length),
  }));
  const typical =
    sum(differences.map(one => one.value * one.weight)) / sum(differences.map(one => one.weight));
  const explained = sum(differences.map(one => one.weight * (one.value - typical) ** 2)) / (both.length - 1);
  return standardized(explained / error, both.length - 1, within);
}

/**
 * Converts a ratio of variances to a standard normal value (Paulson, Annals of Mathematical Statistics 13,
 * 1942).
 */
function standardized(ratio: number, freedomAbove: number, freedomBelow: number): number {
  if (Number.isNaN(ratio)) return 0;
  const [a, b] = [2 / (9 * freedomAbove), 2 / (9 * freedomBelow)];
  const root = 1 / Math.cbrt(ratio);
  return (1 - b - (1 - a) * root) / Math.sqrt(b + a * root ** 2);
}

function meanOf(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
