import { messageOf } from '../../core/base/errors.ts';
import { readJson } from '../../core/base/read.ts';

/** A server said something in plain text where JSON was expected. Its words are the reason of the failure. */
export class ServerWords extends Error {
  override readonly name = 'ServerWords';
}

/**
 * The JSON in the data of an event. Servers in Python also write NaN and Infinity. Throws `ServerWords` if
 * the data is text, and an Error that quotes the place if it is broken JSON. `event`: its name, if it has one.
 */
export function eventJson(data: string, event?: string): unknown {
  try {
    return JSON.parse(data);
  } catch (error) {
    if (/^\s*[[{]/.test(data)) return pythonJson(data, error);
    throw new ServerWords(event === 'error' || soundsLikeError(data) ? data : notJson(data));
  }
}

function pythonJson(data: string, error: unknown): unknown {
  try {
    if (/NaN|Infinity/.test(data)) return readJson(data);
  } catch {
    // The first error describes what was sent.
  }
  throw new Error(withPlace(messageOf(error), data));
}

function notJson(data: string): string {
  return `The server sent text instead of JSON: ${quoted(data)}. Check the base URL and the kind of the endpoint.`;
}

/** Whether text reads like the report of a problem, not like a part of an answer. */
export function soundsLikeError(text: string): boolean {
  return /error|exception|fail|time-?d? ?out|overload|unavailable|denied|refus|exceed|limit|out of memory|unauthori|forbidden|invalid|not found/i.test(
    text,
  );
}

/** The beginning of a text of a server, on one line. */
export function quoted(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return `"${line.length > longestQuote ? `${line.slice(0, longestQuote)}...` : line}"`;
}

const longestQuote = 200;

/** Node names only the position of some mistakes. */
function withPlace(message: string, data: string): string {
  const position = Number(/at position (\d+)/.exec(message)?.[1] ?? Number.NaN);
  if (Number.isNaN(position) || message.includes('"')) return message;
  const place = JSON.stringify(data.slice(Math.max(0, position - 20), position + 10));
  return `${message}, at ${place}`;
}
