import { messageOf } from '../../core/base/errors.ts';
import { readJson } from '../../core/base/read.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';

/** What a body is, whatever its headers say. */
export type AnswerForm = 'stream' | 'body' | 'lines' | 'page';

/**
 * Decides by the first bytes how to read an answer. Content types are often wrong: events as
 * `application/json`, JSON as `text/event-stream`, web pages with status 200. `stream`: one was asked for.
 */
export function answerForm(
  { body, headers }: Pick<HttpExchange, 'body' | 'headers'>,
  stream: boolean,
): AnswerForm {
  const beginning = body.bytes.toString('utf8', 0, Math.min(body.length, 4096)).replace(/^\ufeff?\s*/, '');
  if (/^(data|event|id|retry)?:/.test(beginning)) return 'stream';
  if (beginning.startsWith('<')) return 'page';
  if (/^[[{]/.test(beginning)) return isJsonLines(body.text()) ? 'lines' : 'body';
  return stream && !/\bjson\b/i.test(headers.get('content-type') ?? '') ? 'stream' : 'body';
}

/** Several JSON documents, one a line: NDJSON, as other APIs stream. */
function isJsonLines(text: string): boolean {
  const [first = '', second = ''] = text.trim().split('\n', 2);
  return /^\s*\{/.test(second) && isJson(first);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The JSON of a body. Servers in Python also write NaN and Infinity. */
export function readBodyJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    return readJson(text);
  }
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
