import type { ProviderError } from '../../core/request/wireEvents.ts';
import { eventJson, quoted, soundsLikeError } from './eventJson.ts';
import { isPage, pageTitle, plainLine } from './plainLine.ts';
import { errorIn, serverError } from './serverError.ts';

/** A line of server-sent events. */
const framed = /^(data|event|id|retry)?:|^(data|event|id|retry)$/;

/** Why a body with status 200 is no answer of an API at all: a web page. null = it may be one. */
export function webPage(text: string, contentType: string): string | null {
  const [type = ''] = contentType.split(';', 1);
  const start = text.trimStart();
  const isNothingElse = /\bhtml\b/i.test(type) && start !== '' && !/^[[{]/.test(start) && !hasFrames(start);
  if (!isPage(start) && !isNothingElse) return null;
  const title = plainLine(pageTitle(start));
  const named = `${type.trim() || 'without a content type'}${title && `, titled ${quoted(title)}`}`;
  return `The server answered with a web page (${named}): check the base URL and whether it wants a sign-in.`;
}

/**
 * The JSON of a body. For lines of JSON, it is the line that reports an error. Throws an Error if there is
 * none, and for a body that is no JSON.
 */
export function wholeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/^\s*[[{]/.test(text)) throw error;
    const lines = text.split('\n').flatMap(line => (line.trim() === '' ? [] : [parsed(line)]));
    if (lines.length < 2 || lines.includes(undefined)) return eventJson(text);
    const failed = lines.find(line => errorIn(line) !== null);
    if (failed !== undefined) return failed;
    throw new Error(
      'it is lines of JSON (NDJSON), not a stream of events. Check the base URL and the kind of the endpoint: Ollama’s own API under /api answers like this, its OpenAI API is under /v1',
    );
  }
}

/** What a server wrote between or after its events, outside of them, when something went wrong; null = nothing. */
export function unframedError(text: string): ProviderError | null {
  const lines = text.split(/\r\n|\r|\n/);
  const first = lines.findIndex(line => line.trim() !== '' && !framed.test(line));
  if (first < 0) return null;
  const rest = lines.slice(first).join('\n').trim();
  const error = errorIn(parsed(rest) ?? parsed(lines[first] ?? ''));
  if (error !== null) return serverError(error);
  const plain = { reason: 'provider', status: null, requestId: null, retryAfter: null } as const;
  if (soundsLikeError(rest)) return { ...plain, message: quoted(rest).slice(1, -1) };
  if (hasFrames(text)) return null;
  const message = `The server sent text instead of a stream of events: ${quoted(rest)}. Check the base URL and the kind of the endpoint.`;
  return { ...plain, reason: 'protocol', message };
}

function hasFrames(text: string): boolean {
  return text.split(/\r\n|\r|\n/, 100).some(line => framed.test(line));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
