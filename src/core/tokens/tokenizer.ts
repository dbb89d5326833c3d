import { isJsonObject, type JsonObject, type JsonValue } from '../base/jsonValue.ts';

/** Splits text into tokens and joins them again. */
export interface Tokenizer {
  /** What run_config.json says of it. */
  readonly info: JsonObject;
  encode(text: string): readonly (string | number)[];
  /** How many tokens `encode` gives. */
  count(text: string): number;
  decode(tokens: readonly (string | number)[]): string;
}

/** Counts by asking somebody, so that the answer takes a while. */
export interface AskedTokenizer {
  /** What run_config.json says of it. */
  readonly info: JsonObject;
  ask(text: string): Promise<number>;
}

/**
 * Who counts what a provider did not report: the tokenizer that somebody chose, else who can be asked,
 * else the default.
 */
export function counterOf(
  tokenizer: Tokenizer,
  asked: AskedTokenizer | undefined,
): Tokenizer | AskedTokenizer {
  return tokenizer === whitespaceTokenizer ? (asked ?? tokenizer) : tokenizer;
}

/** Python's whitespace (llmeter-format 9); JavaScript's `\s` lacks 001C-001F and 0085 and has FEFF too much. */
const whitespace =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are whitespace to Python.
  /[\u0009-\u000d\u001c-\u001f\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** LLMeter's default: words. It under-counts the tokens of most models, so such counts are estimates. */
export const whitespaceTokenizer: Tokenizer = {
  info: { tokenizer_module: 'llmeter' },
  encode: wordsOf,
  count: text => wordsOf(text).length,
  decode: tokens => tokens.join(' '),
};

function wordsOf(text: string): string[] {
  return text.split(whitespace).filter(word => word !== '');
}

/**
 * The tokenizer a saved configuration names; null for one that is not built in, which must not keep
 * a result from loading. No tokenizer named means the default.
 */
export function tokenizerFromInfo(info: JsonValue): Tokenizer | null {
  if (info === null) return whitespaceTokenizer;
  return isJsonObject(info) && info['tokenizer_module'] === 'llmeter' ? whitespaceTokenizer : null;
}
