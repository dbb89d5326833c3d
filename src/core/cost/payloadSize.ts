import { isJsonObject, type JsonObject, type JsonValue } from '../base/jsonValue.ts';
import { outputLimit } from '../request/outputLimit.ts';
import { reasoningLimit } from '../request/reasoningLimit.ts';
import { type Tokenizer, whitespaceTokenizer } from '../tokens/tokenizer.ts';

/** Bounds on the tokens of a request, from its payload alone. */
export interface PayloadSize {
  /** Fewest input tokens of its text, without attached files. */
  readonly leastInput: number;
  /** By the tokenizer; without one a token counts as four bytes, which is typical for English. */
  readonly likelyInput: number;
  /** Most input tokens of its text, without attached files. */
  readonly mostInput: number;
  /** Most output tokens that it allows; null if it sets no limit. */
  readonly mostOutput: number | null;
  /** Most output tokens that it allows for reasoning; null if it does not say. */
  readonly mostReasoning: number | null;
  /** It carries images, audio or other files, whose tokens are not known in advance. */
  readonly carriesFiles: boolean;
}

/** Tokens that roles, separators and templates may add to the text of a request. */
const overhead = 64;

/** A safety factor, because the provider's tokenizer may count more tokens than ours. */
const tokenizerMargin = 1.2;

/**
 * Measures a payload. Without the model's tokenizer the bounds are words and bytes: no text has more tokens
 * than bytes, and hardly any has fewer than words.
 */
export function payloadSize(payload: JsonObject, tokenizer: Tokenizer): PayloadSize {
  const found: Found = { bytes: 0, tokens: 0, carriesFiles: false };
  collect(payload, found, tokenizer);
  const guessed = tokenizer === whitespaceTokenizer;
  const most = guessed ? found.bytes : Math.ceil(found.tokens * tokenizerMargin);
  const limit = outputLimit(payload);
  const reasoning = reasoningLimit(payload);
  const answers = typeof payload['n'] === 'number' ? Math.max(1, payload['n']) : 1;
  return {
    leastInput: found.tokens,
    likelyInput: guessed ? Math.max(found.tokens, Math.ceil(found.bytes / 4)) : found.tokens,
    mostInput: most + overhead,
    mostOutput: limit === null ? null : limit * answers,
    mostReasoning: reasoning === null ? null : reasoning * answers,
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

/** Keys with text that is not part of the prompt. */
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

/** Length of a text in UTF-8 bytes. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** Whether text is an attached file: a data URL, or base64 for APIs that take nothing else. */
function isFile(text: string): boolean {
  return text.startsWith('data:') || (text.length > 1000 && /^[A-Za-z0-9+/]+=*$/.test(text));
}
