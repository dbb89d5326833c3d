import { countOf, formatPercent } from '../format/quantities.ts';
import type { LoadLevel } from './loadLevel.ts';

/** A level whose concurrency is off by more than this share is told. */
const tolerated = 0.1;

export interface LittlesLaw {
  /** Requests in flight on average: requests per second times mean time in the system. */
  readonly concurrency: number;
  /** Concurrency as a share of the clients, less 1. */
  readonly off: number;
  /** Why the two differ, as a sentence; null when they agree within 10 %. */
  readonly warning: string | null;
}

/**
 * Little's law (concurrency = rate x time in the system) as a cross-check: clients that each wait for their
 * answer should keep as many requests in flight as there are clients. Null where rate or time is missing.
 */
export function littlesLaw({ clients, requestRate, meanTime }: LoadLevel): LittlesLaw | null {
  if (requestRate === null || meanTime === null) return null;
  const concurrency = requestRate * meanTime;
  const off = concurrency / clients - 1;
  return {
    concurrency,
    off,
    warning: Math.abs(off) <= tolerated ? null : warningOf(clients, concurrency, off),
  };
}

function warningOf(clients: number, concurrency: number, off: number): string {
  const than = `the ${countOf(clients, 'client')}`;
  const apart =
    off > 1
      ? `${(off + 1).toFixed(0)} times as many as ${than}`
      : `${formatPercent(Math.abs(off))} ${off < 0 ? 'fewer' : 'more'} than ${than}`;
  const found = `${concurrency.toFixed(1)} requests were in flight on average, ${apart}`;
  return off < 0
    ? `${found}: clients were idle, at the start, at the end or because this machine could not keep up. Send more requests per level.`
    : `${found}: the recorded times and the length of the run do not fit together, so neither do rates and latencies.`;
}
