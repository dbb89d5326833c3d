import { isJsonObject, type JsonObject, type JsonValue } from '../base/jsonValue.ts';

/** Splits text into tokens and joins them again. */
export interface Tokenizer {
  /** How run_config.json describes it. */
  readonly info: JsonObject;
  encode(text: string): readonly (string | number)[];
  /** The number of tokens that `encode` returns. */
  count(text: string): number;
  decode(tokens: readonly (string | number)[]): string;
}

/** Counts asynchronously, by asking the provider of a model. */
export interface AsyncTokenCounter {
  /** How run_config.json describes it. */
  readonly info: JsonObject;
  ask(text: string): Promise<number>;
}

/**
 * What counts the tokens that a provider did not report: the tokenizer of the plan, else the endpoint's own
 * counter, else the default.
 */
export function counterOf(
  tokenizer: Tokenizer,
  asked: AsyncTokenCounter | undefined,
): Tokenizer | AsyncTokenCounter {
  return tokenizer === whitespaceTokenizer ? (asked ?? tokenizer) : tokenizer;
}

/** Python's whitespace (llmeter-format 9); JavaScript's `\s` lacks 001C-001F and 0085 and also matches FEFF. */
const whitespace =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are whitespace to Python.
  /[\u0009-\u000d\u001c-\u001f\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** LLMeter's default, which counts words. Most models have more tokens than words, so the counts are estimates. */
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
 * The tokenizer that a saved configuration names, or the default if it names none. Null for one that is not
 * built in, so that the result still loads.
 */
export function tokenizerFromInfo(info: JsonValue): Tokenizer | null {
  if (info === null) return whitespaceTokenizer;
  return isJsonObject(info) && info['tokenizer_module'] === 'llmeter' ? whitespaceTokenizer : null;
}
