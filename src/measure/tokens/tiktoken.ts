import { Tiktoken, type TiktokenBPE } from 'js-tiktoken/lite';
import type { TiktokenEncoding } from '../../core/plan/tokenizerPlan.ts';
import { rememberedCount } from '../../core/tokens/rememberedCount.ts';
import type { Tokenizer } from '../../core/tokens/tokenizer.ts';

/** The rank tables are megabytes each, so only the one in use is loaded. */
const ranks: Readonly<Record<TiktokenEncoding, () => Promise<{ default: TiktokenBPE }>>> = {
  o200k_base: () => import('js-tiktoken/ranks/o200k_base'),
  cl100k_base: () => import('js-tiktoken/ranks/cl100k_base'),
  p50k_base: () => import('js-tiktoken/ranks/p50k_base'),
  p50k_edit: () => import('js-tiktoken/ranks/p50k_edit'),
  r50k_base: () => import('js-tiktoken/ranks/r50k_base'),
  gpt2: () => import('js-tiktoken/ranks/gpt2'),
};

/** An encoding of OpenAI's models, from js-tiktoken. */
export async function tiktokenTokenizer(info: {
  tokenizer_module: 'tiktoken';
  name: TiktokenEncoding;
}): Promise<Tokenizer> {
  const encoding = new Tiktoken((await ranks[info.name]()).default);
  const encode = (text: string) => encoding.encode(text, [], []);
  return {
    info,
    encode,
    count: rememberedCount(encode),
    decode: tokens => encoding.decode(tokens.map(Number)),
  };
}
