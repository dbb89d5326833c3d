import type { TokenizerPlan } from '../../core/plan/tokenizerPlan.ts';
import { type Tokenizer, whitespaceTokenizer } from '../../core/tokens/tokenizer.ts';

/**
 * The tokenizer that a plan names, loaded with nothing that another one needs; none named = words.
 * It counts the text alone: special tokens a server puts around a prompt are not in it, and text that
 * looks like one is text.
 * @param baseFolder where a relative path starts
 * @throws UserError naming the file that cannot be used
 */
export async function loadTokenizer(plan: TokenizerPlan | undefined, baseFolder: string): Promise<Tokenizer> {
  switch (plan?.tokenizer_module) {
    case 'tiktoken':
      return (await import('./tiktoken.ts')).tiktokenTokenizer(plan);
    case 'transformers':
      return (await import('./huggingFace.ts')).huggingFaceTokenizer(plan, baseFolder);
    default:
      return whitespaceTokenizer;
  }
}
