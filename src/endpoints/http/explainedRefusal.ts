import type { Clock } from '../../core/base/clock.ts';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import type { EncodedRequest, HttpExchange } from '../transport/httpExchange.ts';
import { proxyRefusal } from '../transport/wireFailure.ts';
import { bodyText } from './contentEncoding.ts';
import { hintFor } from './hints.ts';
import type { HttpDialect } from './httpDialect.ts';
import { retryAfter } from './httpStatus.ts';
import { redirectWords } from './redirect.ts';
import { refusal } from './refusal.ts';
import { destinationOf, type EndpointFacts, type RefusedRequest } from './refusedRequest.ts';

export interface RefusalContext {
  dialect: HttpDialect;
  facts: EndpointFacts;
  clock: Clock;
}

/** Why a request was refused: the server's own sentence, then the setting to change, where one would help. */
export function explainedRefusal(
  { dialect, facts, clock }: RefusalContext,
  http: HttpExchange,
  encoded: EncodedRequest,
): ProviderError {
  const { headers, wire } = http;
  const status = wire.status ?? 0;
  const nothing = { status, requestId: wire.requestId, retryAfter: null };
  if (status === 407) return { ...nothing, ...proxyRefusal(status) };
  const said = textOf(http);
  const error = dialectRefusal(dialect, status, headers, said);
  const wait = retryAfter(headers, clock.wall()) ?? error.retryAfter;
  const { reason } = error;
  const request: RefusedRequest = {
    ...facts,
    ...destinationOf(encoded),
    status,
    said: said.slice(0, looked),
    headers,
    wait,
    reason,
  };
  if (status >= 300 && status < 400 && headers.has('location'))
    return { ...nothing, ...redirectWords(request) };
  const hint = hintFor(request);
  return {
    ...error,
    message: hint?.advice ? `${sentence(error.message)} ${hint.advice}` : error.message,
    reason: hint?.reason ?? reason,
    retryAfter: wait,
  };
}

/** Characters of a body that hints are chosen by. */
const looked = 16_384;

function sentence(text: string): string {
  return /[.!?…]["'”)]?$/.test(text) ? text : `${text}.`;
}

/** Nothing that a server sends may end the run, and some of it is only read here. */
function dialectRefusal(
  dialect: HttpDialect,
  status: number,
  headers: ReadonlyMap<string, string>,
  text: string,
): ProviderError {
  try {
    return dialect.refusal(status, headers, text);
  } catch {
    return refusal(status, undefined, text);
  }
}

/** What the server said, if it can be read: the status alone says enough. */
function textOf(http: HttpExchange): string {
  try {
    return bodyText(http);
  } catch {
    return '';
  }
}
