import type { ErrorReason } from '../../core/base/errors.ts';

/** Why a request was refused, by its HTTP status. 529 is Anthropic's "overloaded". */
export function reasonOfStatus(status: number): ErrorReason {
  switch (status) {
    case 401:
      return 'authentication';
    case 402:
      return 'payment';
    case 403:
      return 'permission';
    case 404:
    case 405:
    case 410:
      return 'notFound';
    case 408:
    case 504:
      return 'timeout';
    case 429:
      return 'rateLimit';
    case 424:
      return 'provider';
    case 503:
    case 529:
      return 'overloaded';
    default:
      return status >= 500 ? 'server' : status >= 400 ? 'badRequest' : 'protocol';
  }
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** The statuses that the official SDKs retry: 408, 409, 429 and everything from 500 on. */
export function isRetryableStatus(status: number): boolean {
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

/** Seconds of a `Retry-After` (seconds or date) or `retry-after-ms` header; null = neither. `wall`: now, epoch ms. */
export function retryAfter(headers: ReadonlyMap<string, string>, wall: number): number | null {
  const milliseconds = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(milliseconds)) return Math.max(0, milliseconds / 1000);
  const value = headers.get('retry-after');
  if (value === undefined) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, (date - wall) / 1000);
}
