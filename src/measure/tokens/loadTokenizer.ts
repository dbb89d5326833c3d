import type { TokenizerPlan } from '../../core/plan/tokenizerPlan.ts';
import { type Tokenizer, whitespaceTokenizer } from '../../core/tokens/tokenizer.ts';

/**
 * The tokenizer that a plan names; without a name, words are counted. Only the code of that tokenizer is
 * loaded. It counts only the text: special tokens that a server adds to a prompt are not included, and
 * text that looks like a special token is text.
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
