import { isJsonObject, type JsonValue } from '../jsonValue.ts';
import type { Tokenizer } from './tokenizer.ts';
import { whitespaceTokenizer } from './whitespaceTokenizer.ts';

/**
 * The tokenizer a saved configuration names; null for one that is not built in, which must not keep
 * a result from loading. No tokenizer named means the default.
 */
export function tokenizerFromInfo(info: JsonValue): Tokenizer | null {
  if (info === null) return whitespaceTokenizer;
  return isJsonObject(info) && info['tokenizer_module'] === 'llmeter' ? whitespaceTokenizer : null;
}
