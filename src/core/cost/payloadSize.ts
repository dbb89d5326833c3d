import { isJsonObject, type JsonObject, type JsonValue } from '../base/jsonValue.ts';
import { outputLimit } from '../request/outputLimit.ts';
import { type Tokenizer, whitespaceTokenizer } from '../tokens/tokenizer.ts';

/** How large a request is, as far as its payload tells before it is sent. */
export interface PayloadSize {
  /** Least and most input tokens of its text; what files it carries come to is not in them. */
  readonly leastInput: number;
  /** As far as the tokenizer tells; without one a token has four bytes, as most models' have in English. */
  readonly likelyInput: number;
  readonly mostInput: number;
  /** Most output tokens that it allows; null where it sets no limit. */
  readonly mostOutput: number | null;
  /** It carries images, audio or other files, whose tokens nobody can tell beforehand. */
  readonly carriesFiles: boolean;
}

/** What roles, separators and templates may add to the text of a request, tokens. */
const overhead = 64;

/** A provider's own tokenizer may cut a text into more pieces than the one at hand. */
const otherTokenizer = 1.2;

/**
 * Measures a payload. Without a tokenizer of the model's kind no text has more tokens than bytes, and
 * hardly one has fewer than words.
 */
export function payloadSize(payload: JsonObject, tokenizer: Tokenizer): PayloadSize {
  const found: Found = { bytes: 0, tokens: 0, carriesFiles: false };
  collect(payload, found, tokenizer);
  const guessed = tokenizer === whitespaceTokenizer;
  const most = guessed ? found.bytes : Math.ceil(found.tokens * otherTokenizer);
  const limit = outputLimit(payload);
  const answers = typeof payload['n'] === 'number' ? Math.max(1, payload['n']) : 1;
  return {
    leastInput: found.tokens,
    likelyInput: guessed ? Math.max(found.tokens, Math.ceil(found.bytes / 4)) : found.tokens,
    mostInput: most + overhead,
    mostOutput: limit === null ? null : limit * answers,
    carriesFiles: found.carriesFiles,
  };
}

interface Found {
  bytes: number;
  tokens: number;
  carriesFiles: boolean;
}

function collect(value: JsonValue, found: Found, tokenizer: Tokenizer): void {
  if (value instanceof Uint8Array || (typeof value === 'string' && isFile(value))) {
    found.carriesFiles = true;
  } else if (typeof value === 'string') {
    found.bytes += utf8Length(value);
    found.tokens += tokenizer.count(value);
  } else {
    for (const part of promptParts(value)) collect(part, found, tokenizer);
  }
}

/** Keys whose text is not part of the prompt. */
const notPrompt: readonly string[] = ['model', 'modelId', 'role'];

function promptParts(value: JsonValue): readonly JsonValue[] {
  if (Array.isArray(value)) return value;
  if (!isJsonObject(value)) return [];
  const isPrompt = ([name, part]: [string, JsonValue]) =>
    typeof part !== 'string' || !notPrompt.includes(name);
  return Object.entries(value)
    .filter(isPrompt)
    .map(([, part]) => part);
}

/** Bytes of a text in UTF-8. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** An attached file as text: a data URL, or the base64 of APIs that take nothing else. */
function isFile(text: string): boolean {
  return text.startsWith('data:') || (text.length > 1000 && /^[A-Za-z0-9+/]+=*$/.test(text));
}
