import { InvalidArgumentError } from 'commander';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import { efforts } from '../../core/plan/payloadOptions.ts';
import { tiktokenEncodings } from '../../core/plan/tokenizerPlan.ts';

/** Checks the value of `--thinking`, and leaves it as written. */
export function thinkingFlag(text: string): string {
  if (thinkingOf(text) !== null) return text;
  throw new InvalidArgumentError(
    `It must be adaptive, disabled, an effort (${efforts.join(', ')}) or a token budget.`,
  );
}

/** The plan's `thinking` for the value of `--thinking`; null if the value is invalid. */
export function thinkingOf(text: string): JsonObject | null {
  if (text === 'adaptive' || text === 'disabled') return { mode: text };
  if ((efforts as readonly string[]).includes(text)) return { mode: 'enabled', effort: text };
  return /^[1-9]\d*$/.test(text) ? { mode: 'enabled', budgetTokens: Number(text) } : null;
}

/** The plan's `tokenizer` for `words`, the name of a tiktoken encoding, or the path of a file. */
export function tokenizerOf(text: string, path: (file: string) => string): JsonObject {
  if (text === 'words') return { tokenizer_module: 'llmeter' };
  const isEncoding = (tiktokenEncodings as readonly string[]).includes(text);
  return isEncoding
    ? { tokenizer_module: 'tiktoken', name: text }
    : { tokenizer_module: 'transformers', name: path(text) };
}
