import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { Effort, Thinking } from '../../core/plan/payloadOptions.ts';
import { claudeThinking, summarisesThinking } from '../shared/claudeOptions.ts';
import { effortIn, optionRefusal } from '../shared/optionRefusal.ts';

const threeEfforts: readonly Effort[] = ['low', 'medium', 'high'];

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

/** Effort of OpenAI's and Amazon's models on Bedrock, which have to be told one. Throws UserError. */
export function bedrockEffort(kind: string, model: string, thinking: Thinking): Effort {
  if (thinking.mode === 'disabled') {
    throw optionRefusal(kind, 'thinking.mode', `cannot turn it off for ${model}: leave "thinking" out.`);
  }
  const effort = effortIn(kind, thinking, threeEfforts);
  if (effort !== undefined) return effort;
  throw optionRefusal(kind, 'thinking.effort', `has to be told one for ${model}: low, medium or high.`);
}

/** Who made a model: the name before the first dot but for a region's, e.g. `us.anthropic.claude-...`. */
export function vendorOf(model: string): string | null {
  const id = model.split('/').at(-1) ?? model;
  return /^(?:(?:[a-z]{2}|us-gov|apac|global)\.)?([a-z0-9]+)\./.exec(id)?.[1] ?? null;
}

/** Whether reasoning comes as a summary of what is counted; an id without a vendor is taken for Claude here too. */
export function summarisesReasoning(model: string): boolean {
  return vendorOf(model) === null || summarisesThinking(model);
}
