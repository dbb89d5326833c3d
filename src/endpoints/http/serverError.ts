import type { ProviderError } from '../../core/request/wireEvents.ts';
import { errorWords } from './errorWords.ts';
import { reasonOfStatus } from './httpStatus.ts';
import { at, listOf } from './jsonAccess.ts';

/** Members of a generated answer in any API. An object with one of them is not an error for its words alone. */
const answerMembers = ['choices', 'candidates', 'output', 'outputs', 'content', 'delta', 'message_start'];

/**
 * The error in an object that a server sent with status 200, in the forms of vendors and gateways: an
 * `error` member, vLLM's `{"object": "error"}`, FastChat's `error_code`, MiniMax's `base_resp`, a list of
 * `errors`, or FastAPI's `detail`. null = there is none.
 */
export function errorIn(body: unknown): unknown {
  const error = at(body, 'error');
  if (error) return error;
  if (at(body, 'object') === 'error' || at(body, 'type') === 'error') return body;
  if (at(body, 'error_code')) return body;
  const base = at(body, 'base_resp');
  if (at(base, 'status_code')) return base;
  if (answerMembers.some(member => at(body, member) !== undefined)) return null;
  const [first] = listOf(at(body, 'errors'));
  if (first !== undefined) return first;
  const said = at(body, 'detail') ?? at(body, 'message') ?? at(body, 'msg');
  const failed = at(body, 'success') === false || at(body, 'detail') !== undefined || statusIn(body) !== null;
  return said && failed ? body : null;
}

/** The HTTP status that an error names in its `code`: a number at some servers, digits at others. */
export function statusIn(error: unknown): number | null {
  const code = Number(at(error, 'code') ?? at(error, 'status') ?? at(error, 'status_code') ?? 0);
  return code >= 400 && code < 600 ? code : null;
}

/** An error inside a 200 answer, in the server's words. */
export function serverError(error: unknown): ProviderError {
  const status = statusIn(error);
  return {
    message: errorWords(error) ?? JSON.stringify(error ?? null),
    reason: status === null ? 'provider' : reasonOfStatus(status),
    status,
    requestId: null,
    retryAfter: null,
  };
}
