import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { Thinking } from '../../core/plan/payloadOptions.ts';
import { bedrockEffort, vendorOf } from '../shared/bedrockModels.ts';
import { claudeThinking, summarisesThinking } from '../shared/claudeOptions.ts';
import { optionRefusal } from '../shared/optionRefusal.ts';

/**
 * What `additionalModelRequestFields` say of thinking; undefined = nothing. Converse has no word of its
 * own for it: each vendor's models want their own form. An id without a vendor in it, such as the ARN of
 * an inference profile, is taken for Claude. Throws UserError.
 */
export function converseThinking(
  kind: string,
  model: string,
  thinking: Thinking | undefined,
  maxTokens: number,
): JsonObject | undefined {
  if (!thinking) return undefined;
  switch (vendorOf(model)) {
    case 'anthropic':
    case null:
      return claudeThinking(kind, thinking, maxTokens);
    case 'openai':
      return { reasoning_effort: bedrockEffort(kind, model, thinking) };
    case 'amazon':
      if (thinking.mode === 'disabled') return { reasoningConfig: { type: 'disabled' } };
      return {
        reasoningConfig: { type: 'enabled', maxReasoningEffort: bedrockEffort(kind, model, thinking) },
      };
    default: {
      const way = 'write its additionalModelRequestFields into a "payload"';
      throw optionRefusal(kind, 'thinking', `knows no form of it for ${model}: ${way}.`);
    }
  }
}

/** Whether reasoning comes as a summary of what is counted; an id without a vendor is taken for Claude here too. */
export function summarisesReasoning(model: string): boolean {
  return vendorOf(model) === null || summarisesThinking(model);
}
