import type { ResponseTrace } from './trace.ts';

/**
 * How many retries of a request are in none of its times: a request that was sent again at once, on a new
 * connection or to another path, has the times of the last sending.
 */
export function untimedRetries(trace: Pick<ResponseTrace, 'resent' | 'redirected'> | null): number {
  return Number(trace?.resent ?? false) + Number(trace?.redirected ?? false);
}
