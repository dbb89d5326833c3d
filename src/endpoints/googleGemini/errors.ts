import type { ErrorReason } from '../../core/base/errors.ts';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import { errorWords } from '../http/errorWords.ts';
import { reasonOfStatus } from '../http/httpStatus.ts';
import { asCount, asText, at, listOf } from '../http/jsonAccess.ts';
import { refusal } from '../http/refusal.ts';
import { errorIn as serverErrorIn } from '../http/serverError.ts';

/** `{error: {code, message, status, details}}`, alone or as the only member of a list, or a gateway's error. */
export function errorIn(body: unknown): unknown {
  return serverErrorIn(Array.isArray(body) ? body[0] : body);
}

/** The error of a refused request. Its details may name the reason and how long to wait. */
export function geminiRefusal(status: number, text: string): ProviderError {
  const { reason, retryAfter } = geminiError(errorIn(parsed(text)));
  const refused = refusal(status, undefined, text);
  return { ...refused, reason: reason === 'authentication' ? reason : refused.reason, retryAfter };
}

/** The error of an error object, in a refusal or inside a 200 answer. */
export function geminiError(error: unknown): ProviderError {
  const code = asCount(at(error, 'code'));
  const status = code !== undefined && code >= 400 && code < 600 ? code : null;
  return {
    message: errorWords(error) ?? JSON.stringify(error ?? null),
    reason: reasonOf(error, status),
    status,
    requestId: null,
    retryAfter: retryDelay(error),
  };
}

/** Google answers a wrong key with "bad request"; only the details tell them apart. */
function reasonOf(error: unknown, status: number | null): ErrorReason {
  const details = listOf(at(error, 'details'));
  const badKey = details.some(detail => /^API_KEY_/.test(asText(at(detail, 'reason')) ?? ''));
  if (badKey) return 'authentication';
  return status === null ? 'provider' : reasonOfStatus(status);
}

/** Seconds of google.rpc.RetryInfo's `retryDelay`, e.g. "17s"; null = there is none. */
function retryDelay(error: unknown): number | null {
  for (const detail of listOf(at(error, 'details'))) {
    const [, seconds] = /^(\d+(?:\.\d+)?)s$/.exec(asText(at(detail, 'retryDelay')) ?? '') ?? [];
    if (seconds !== undefined) return Number(seconds);
  }
  return null;
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
