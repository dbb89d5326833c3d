import { countOf, formatPercent } from '../format/quantities.ts';
import { failsOften } from './failingLevels.ts';
import type { LoadLevel } from './loadLevel.ts';

/** A deviation beyond this share is reported. */
const tolerated = 0.1;

/** Little's law applied to a level. */
export interface LittlesLaw {
  /** Requests in flight on average: requests per second times mean time in the system. */
  readonly concurrency: number;
  /** Relative deviation of the concurrency from the number of clients. */
  readonly off: number;
  /** Why the two differ, as a sentence; null if they agree within 10 %. */
  readonly warning: string | null;
}

/**
 * Little's law (concurrency = rate x time in the system) as a cross-check: clients that each wait for a
 * response should keep as many requests in flight as there are clients. Null if rate or time is missing.
 */
export function littlesLaw(level: LoadLevel): LittlesLaw | null {
  const { clients, requestRate, meanTime } = level;
  if (requestRate === null || meanTime === null) return null;
  const concurrency = requestRate * meanTime;
  const off = concurrency / clients - 1;
  return {
    concurrency,
    off,
    warning: Math.abs(off) <= tolerated ? null : warningOf(level, concurrency, off),
  };
}

function warningOf(level: LoadLevel, concurrency: number, off: number): string {
  const { clients, requests, failed } = level;
  const expected = `the ${countOf(clients, 'client')}`;
  const deviation =
    off > 1
      ? `${(off + 1).toFixed(0)} times as many as ${expected}`
      : `${formatPercent(Math.abs(off))} ${off < 0 ? 'fewer' : 'more'} than ${expected}`;
  const found = `${concurrency.toFixed(1)} requests were in flight on average, ${deviation}`;
  if (failsOften(level)) {
    const share = formatPercent(failed / requests);
    return off < 0
      ? `${found}: ${share} of the requests failed, and clients whose requests are refused at once run out of them early.`
      : `${found}: ${share} of the requests failed, and how long those took is not known.`;
  }
  return off < 0
    ? `${found}: clients were idle at the start or end, or this machine could not keep up. Send more requests per level.`
    : `${found}: the recorded times and the duration of the run are inconsistent, and so are rates and latencies.`;
}
