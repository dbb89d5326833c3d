import type { Tokenizer } from './tokenizer.ts';

/** Python's whitespace (spec 9); JavaScript's `\s` lacks 001C-001F and 0085 and has FEFF too much. */
const whitespace =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are whitespace to Python.
  /[\u0009-\u000d\u001c-\u001f\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** LLMeter's default: words. It under-counts the tokens of most models, so its counts are estimates. */
export const whitespaceTokenizer: Tokenizer = {
  info: { tokenizer_module: 'llmeter' },
  encode: text => text.split(whitespace).filter(word => word !== ''),
  decode: tokens => tokens.join(' '),
};

/** Number of words, the count that stands in where a provider reports none (spec 4.5). */
export function countWhitespaceTokens(text: string): number {
  return whitespaceTokenizer.encode(text).length;
}
