import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { Thinking } from '../../core/plan/payloadOptions.ts';
import { bedrockEffort, vendorOf } from '../shared/bedrockModels.ts';
import { claudeThinking, summarisesThinking } from '../shared/claudeOptions.ts';
import { optionRefusal } from '../shared/optionRefusal.ts';

/**
 * The thinking options in `additionalModelRequestFields`; undefined = none. Converse has no option of its
 * own: each vendor's models have another. An id without a vendor, such as the ARN of an inference profile,
 * is taken for Claude. Throws UserError.
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
      const way = 'write the model’s additionalModelRequestFields into a "payload"';
      throw optionRefusal(kind, 'thinking', `has no standard option for it with ${model}: ${way}.`);
    }
  }
}

/** Whether reasoning arrives as a summary. An id without a vendor is taken for Claude here as well. */
export function summarisesReasoning(model: string): boolean {
  return vendorOf(model) === null || summarisesThinking(model);
}
