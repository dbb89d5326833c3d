import { quantile } from '../stats/percentiles.ts';
import { ranks } from '../stats/ranks.ts';
import { type PercentileKey, percentileSupport, percentiles } from './distribution.ts';
import type { SteadyState } from './steadyRates.ts';

/** How the requests that all clients sent at once made the tail of a run. Seconds. */
export interface StartBurst {
  readonly clients: number;
  /** Median TTFT of each client's first request, and of later ones. */
  readonly first: number;
  readonly later: number;
  /** A percentile of TTFT with these first requests and without them. */
  readonly percentile: PercentileKey;
  readonly tail: number;
  readonly tailWithout: number;
}

const fewestClients = 4;

const tails = ['p90', 'p95', 'p99'] as const;

/** Smaller changes of a percentile are not worth a word. */
const relevant = 1.1;

/** Standard errors that a rank sum exceeds by chance in 1 of 200 cases. */
const critical = 2.58;

/**
 * Whether the clients' first requests, sent at once, were slower than later ones and raise a reported percentile.
 * Null if not, and if there are too few later requests.
 */
export function startBurstOf({ client, sentAt, ttft, window }: SteadyState): StartBurst | null {
  if (window === null || window.clients < fewestClients) return null;
  const firsts = firstRequests(client, sentAt);
  const known = (indices: Iterable<number>) =>
    Float64Array.from([...indices].map(i => ttft[i] ?? Number.NaN).filter(Number.isFinite)).sort();
  const [first, later, all] = [known(firsts), known(window.requests), known(ttft.keys())];
  if (first.length < fewestClients || later.length < first.length) return null;
  const starts = firsts.map(i => sentAt[i] ?? Number.NaN);
  const spread = Math.max(...starts) - Math.min(...starts);
  const [slow, usual] = [quantile(first, 0.5), quantile(later, 0.5)];
  const raised = raisedPercentile(all, later);
  return spread < usual && raised !== null && isSlower(first, later)
    ? { clients: firsts.length, first: slow, later: usual, ...raised }
    : null;
}

/** The lowest reliable percentile of the tail that is much lower without some of the values. */
function raisedPercentile(all: Float64Array, without: Float64Array) {
  for (const percentile of tails) {
    const { q } = percentiles[percentile];
    const [tail, tailWithout] = [quantile(all, q), quantile(without, q)];
    const reliable = percentile === 'p90' || percentileSupport(all.length, percentile) === null;
    if (reliable && tail > tailWithout * relevant) return { percentile, tail, tailWithout };
  }
  return null;
}

function firstRequests(client: readonly number[], sentAt: readonly number[]): number[] {
  const first = new Map<number, number>();
  for (const [i, one] of client.entries()) {
    const known = first.get(one);
    const earlier = known === undefined || (sentAt[i] ?? Number.NaN) < (sentAt[known] ?? Number.NaN);
    if (Number.isFinite(one) && earlier) first.set(one, i);
  }
  return [...first.values()];
}

/** By the rank-sum test. */
function isSlower(first: Float64Array, later: Float64Array): boolean {
  const [m, n] = [first.length, later.length];
  const sum = ranks([...first, ...later])
    .slice(0, m)
    .reduce((total, rank) => total + rank, 0);
  const expected = (m * (m + n - 1)) / 2;
  return sum - expected > critical * Math.sqrt((m * n * (m + n + 1)) / 12);
}
