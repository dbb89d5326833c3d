import type { TiktokenEncoding } from '../../../../src/core/plan/tokenizerPlan.ts';
import type { Tokenizer } from '../../../../src/core/tokens/tokenizer.ts';
import { loadTokenizer } from '../../../../src/measure/tokens/loadTokenizer.ts';

const loaded = new Map<TiktokenEncoding, Promise<Tokenizer>>();

/** The tokenizer that a plan gets by this name. Its table of ranks takes long to read, so it is read once. */
export function tiktoken(name: TiktokenEncoding): Promise<Tokenizer> {
  const tokenizer = loaded.get(name) ?? loadTokenizer({ tokenizer_module: 'tiktoken', name }, '/');
  loaded.set(name, tokenizer);
  return tokenizer;
}
