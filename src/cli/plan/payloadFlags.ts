import { InvalidArgumentError } from 'commander';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import { efforts } from '../../core/plan/payloadOptions.ts';
import { tiktokenEncodings } from '../../core/plan/tokenizerPlan.ts';

/** Checks what `--thinking` says, and leaves it as written. */
export function thinkingFlag(text: string): string {
  if (thinkingOf(text) !== null) return text;
  throw new InvalidArgumentError(
    `It must be adaptive, disabled, an effort (${efforts.join(', ')}) or a number of tokens.`,
  );
}

/** The plan's `thinking` of the flags; null = they make none. */
export function thinkingOf(text: string): JsonObject | null {
  if (text === 'adaptive' || text === 'disabled') return { mode: text };
  if ((efforts as readonly string[]).includes(text)) return { mode: 'enabled', effort: text };
  return /^[1-9]\d*$/.test(text) ? { mode: 'enabled', budgetTokens: Number(text) } : null;
}

/** The plan's `tokenizer`: an encoding of tiktoken by its name, `words`, or else the path of a file. */
export function tokenizerOf(text: string, path: (file: string) => string): JsonObject {
  if (text === 'words') return { tokenizer_module: 'llmeter' };
  const isEncoding = (tiktokenEncodings as readonly string[]).includes(text);
  return isEncoding
    ? { tokenizer_module: 'tiktoken', name: text }
    : { tokenizer_module: 'transformers', name: path(text) };
}
