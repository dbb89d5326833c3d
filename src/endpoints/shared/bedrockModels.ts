import type { Effort, Thinking } from '../../core/plan/payloadOptions.ts';
import { effortIn, optionRefusal } from './optionRefusal.ts';

const threeEfforts: readonly Effort[] = ['low', 'medium', 'high'];

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
