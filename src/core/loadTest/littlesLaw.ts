import { countOf, formatPercent } from '../format/quantities.ts';
import { failsOften } from './failingLevels.ts';
import type { LoadLevel } from './loadLevel.ts';

/** A deviation beyond this share is reported. */
const tolerated = 0.1;

/** Little's law applied to a level. */
export interface LittlesLaw {
  /** Requests in flight on average while all clients were at work. */
  readonly concurrency: number;
  /** Relative deviation of the concurrency from the number of clients. */
  readonly off: number;
  /** Why the two differ, as a sentence; null if they agree within 10 %. */
  readonly warning: string | null;
}

type Facts = Pick<LoadLevel, 'clients' | 'requests' | 'failed' | 'requestRate' | 'meanTime' | 'inFlight'>;

/**
 * Little's law (concurrency = rate x time in the system) as a cross-check: clients that each wait for a
 * response should keep as many requests in flight as there are clients, while all of them are at work. If
 * they never were, the law is applied to the whole level, where idle clients are normal. Null if rate or time
 * is missing.
 */
export function littlesLaw(level: Facts): LittlesLaw | null {
  const { clients, requestRate, meanTime, inFlight } = level;
  const overall = requestRate === null || meanTime === null ? null : requestRate * meanTime;
  const concurrency = inFlight ?? overall;
  if (concurrency === null) return null;
  const off = concurrency / clients - 1;
  const wrong = Math.abs(off) > tolerated && (inFlight !== null || off > 0);
  return { concurrency, off, warning: wrong ? warningOf(level, concurrency, off) : null };
}

function warningOf(level: Facts, concurrency: number, off: number): string {
  const { clients, requests, failed } = level;
  const expected = `the ${countOf(clients, 'client')}`;
  const deviation =
    off > 1
      ? `${(off + 1).toFixed(0)} times as many as ${expected}`
      : `${formatPercent(Math.abs(off))} ${off < 0 ? 'fewer' : 'more'} than ${expected}`;
  const found = `${concurrency.toFixed(1)} requests were in flight on average, ${deviation}`;
  if (off < 0) {
    return `${found}: clients were idle between their requests. Callbacks, pauses after failures or the budget held them back, or this machine could not keep up.`;
  }
  return failsOften(level)
    ? `${found}: ${formatPercent(failed / requests)} of the requests failed, and how long those took is not known.`
    : `${found}: the recorded times and the duration of the run are inconsistent, and so are rates and latencies.`;
}
