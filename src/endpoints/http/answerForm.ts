import { messageOf } from '../../core/base/errors.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import type { WireLog } from '../transport/wireLog.ts';

/** What a body is, whatever its headers say: events that were streamed, or one document. */
export type AnswerForm = 'stream' | 'body';

/**
 * Decides by the first bytes how to read an answer. Content types are often wrong: events as
 * `application/json`, JSON as `text/event-stream`. `stream`: one was asked for.
 */
export function answerForm(http: Pick<HttpExchange, 'body' | 'headers'>, stream: boolean): AnswerForm {
  const beginning = beginningOf(http.body);
  if (/^(data|event|id|retry)?:/.test(beginning)) return 'stream';
  if (/^[[{]/.test(beginning)) return 'body';
  return stream && !/\bjson\b/i.test(http.headers.get('content-type') ?? '') ? 'stream' : 'body';
}

/** Enough of a body to see what it is. */
export function beginningOf({ bytes, length }: WireLog): string {
  return bytes.toString('utf8', 0, Math.min(length, 4096)).replace(/^\ufeff?\s*/, '');
}

/** Why a body cannot be read as JSON, with the header that is wrong if the text just stops. */
export function jsonProblem(error: unknown, text: string, headers: ReadonlyMap<string, string>): string {
  const message = messageOf(error);
  const length = headers.get('content-length');
  const position = Number(/at position (\d+)/.exec(message)?.[1] ?? 0);
  const stops = text !== '' && (/^Unexpected end/.test(message) || position >= text.length);
  if (length === undefined || !stops) return message;
  return `${message}. The body ends in the middle of its JSON, after the ${length} bytes of its Content-Length: the server may count characters instead of bytes`;
}
