import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import { asText, at, listOf } from './jsonAccess.ts';
import { plainLine, withoutMarkup } from './plainLine.ts';

/** Members that hold a server's sentence, the best first, at vendors, gateways and web frameworks. */
const sentences = [
  ...['message', 'Message', 'msg', 'error_description', 'error_message', 'errorMessage', 'error_msg'],
  ...['status_msg', 'detail', 'details', 'reason', 'description', 'title', 'text', 'OriginalMessage'],
  ...['error', 'Error', 'errors', 'base_resp', 'fault', 'faultstring', 'response', 'data'],
];

/** An error within an error, deeper than any server goes. */
const deepest = 5;

/** Lines of a body that are looked at for an event or an object. */
const mostLines = 100;

/** Entries of a list of mistakes that are named. */
const named = 3;

/**
 * The server's own sentence in an error of any form, on one line, without markup. A text may be JSON, contain
 * JSON, or be a web page: gateways pass on what they got. undefined = there is none.
 */
export function errorWords(error: unknown, depth = 0): string | undefined {
  if (depth > deepest) return undefined;
  if (typeof error === 'string') return textWords(error, depth) || undefined;
  if (Array.isArray(error)) return listWords(error, depth);
  return isJsonObject(error) ? objectWords(error, depth) : undefined;
}

function objectWords(error: JsonObject, depth: number): string | undefined {
  const wordsAt = (name: string) => errorWords(error[name], depth + 1);
  // An object says more than the sentence beside it, and a sentence more than a name.
  const inner = typeof error['error'] === 'string' ? undefined : wordsAt('error');
  if (inner !== undefined) return inner;
  for (const name of sentences) {
    const words = wordsAt(name);
    if (words === undefined) continue;
    const place = placeOf(error);
    if (place !== '') return `${place}: ${words}`;
    // OpenRouter quotes the provider's own answer; frameworks list what is wrong beside "Validation failed".
    const raw = errorWords(at(error, 'metadata', 'raw'), depth + 1);
    const more = raw ?? (name === 'errors' ? undefined : wordsAt('errors'));
    return more === undefined || words.includes(more) ? words : `${words.replace(/[.:]$/, '')}: ${more}`;
  }
  return fieldWords(error, depth);
}

/** ASP.NET: `{"max_tokens": ["must be positive"]}`. */
function fieldWords(error: JsonObject, depth: number): string | undefined {
  const fields = Object.entries(error).filter(([, list]) => asText(at(list, 0)) !== undefined);
  const lines = fields.slice(0, named).map(([name, list]) => `${name}: ${errorWords(list, depth + 1) ?? ''}`);
  return lines.length === 0 ? undefined : lines.join('; ');
}

function listWords(list: readonly unknown[], depth: number): string | undefined {
  const all = [...new Set(list.flatMap(each => errorWords(each, depth + 1) ?? []))];
  if (all.length === 0) return undefined;
  return `${all.slice(0, named).join('; ')}${all.length > named ? `; and ${all.length - named} more` : ''}`;
}

/** The field that a mistake is about: FastAPI's `loc`, without the "body" that all have in common. */
function placeOf(error: JsonObject): string {
  const steps = listOf(error['loc']).filter((step, i) => i > 0 || step !== 'body');
  return steps.map(String).join('.') || asText(error['field']) || '';
}

function textWords(text: string, depth: number): string {
  const start = text.search(/\{|\[\s*\{/);
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1;
  const quoted = start < 0 ? undefined : quotedWords(text.slice(start, end), depth);
  if (quoted === undefined) return plainLine(withoutMarkup(text));
  return plainLine(`${text.slice(0, start)}${quoted}${text.slice(end)}`);
}

/** The sentence in JSON, or in a dictionary as Python prints it. */
function quotedWords(text: string, depth: number): string | undefined {
  const json = parsed(text);
  if (json !== undefined) return errorWords(json, depth + 1);
  const [, single, double] = /'message': (?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/.exec(text) ?? [];
  return (single ?? double)?.replace(/\\(['"])/g, '$1');
}

/**
 * What the body of a refused request says: JSON of any form, events, lines of JSON, a web page, XML or text.
 * '' = nothing.
 */
export function bodyWords(text: string): string {
  const lines = text.split(/\r\n|\r|\n/, mostLines).map(line => line.replace(/^data: ?/, ''));
  const json = parsed(text) ?? lines.map(parsed).find(line => typeof line === 'object' && line !== null);
  if (json !== undefined) return errorWords(json) ?? plainLine(text);
  const framed = /^(data|event|id|retry)?:/.test(text) ? /^data: ?(.*)$/m.exec(text)?.[1] : undefined;
  return errorWords(framed ?? text) ?? '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}
