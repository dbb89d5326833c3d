import { fromBase64 } from './base64.ts';
import { isJsonObject, type JsonValue } from './jsonValue.ts';
import { bytesMarker } from './write.ts';

/**
 * Reads JSON as Python's `json` writes and reads it: accepts the tokens NaN, Infinity and -Infinity,
 * and turns bytes markers back into bytes. Integers beyond 2^53 lose precision. Throws SyntaxError.
 */
export function readJson(text: string): JsonValue {
  const parsed = parse(text);
  return text.includes(bytesMarker) ? revive(parsed, readMarker) : parsed;
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    const nan = unusedText(text);
    return revive(JSON.parse(replaceTokens(text, JSON.stringify(nan))), value =>
      value === nan ? Number.NaN : value,
    );
  }
}

/** JSON has no literal for NaN, so a string that the text does not contain stands in for it. */
function unusedText(text: string): string {
  let candidate = 'NaN';
  while (text.includes(candidate)) candidate += '~';
  return candidate;
}

/** Replaces the three tokens outside strings; a literal that is too large is read as infinity. */
function replaceTokens(text: string, nan: string): string {
  return text.replace(/"[^"\\]*(?:\\[\s\S][^"\\]*)*"|NaN|Infinity/g, found => {
    if (found === 'NaN') return nan;
    return found === 'Infinity' ? '1e999' : found;
  });
}

function readMarker(value: JsonValue): JsonValue {
  if (!isJsonObject(value) || !Object.hasOwn(value, bytesMarker)) return value;
  const text = value[bytesMarker];
  if (typeof text !== 'string' || Object.keys(value).length !== 1) return value;
  return fromBase64(text) ?? value;
}

/** Applies `change` to every value, innermost first. */
function revive(value: JsonValue, change: (value: JsonValue) => JsonValue): JsonValue {
  if (Array.isArray(value)) return change(value.map(item => revive(item, change)));
  if (!isJsonObject(value)) return change(value);
  return change(Object.fromEntries(Object.entries(value).map(([k, v]) => [k, revive(v, change)])));
}
