import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { Thinking } from '../../core/plan/payloadOptions.ts';
import { chatThinking } from '../openaiChat/thinking.ts';
import { optionRefusal } from '../shared/optionRefusal.ts';

/**
 * LiteLLM translates `reasoning_effort` for the model's provider. It also accepts Anthropic's `thinking`,
 * which is used where it can say more. Throws UserError.
 */
export function litellmThinking(kind: string, thinking: Thinking | undefined): JsonObject {
  if (!thinking || thinking.mode === 'disabled' || thinking.effort !== undefined) {
    return chatThinking(kind, thinking, undefined);
  }
  const { mode, display } = thinking;
  const shown = display && { display };
  if (mode === 'adaptive') return { thinking: { type: mode, ...shown } };
  const { budgetTokens } = thinking;
  if (budgetTokens === undefined) {
    throw optionRefusal(kind, 'thinking', 'also requires "effort" or "budgetTokens".');
  }
  return { thinking: { type: mode, budget_tokens: budgetTokens, ...shown } };
}
