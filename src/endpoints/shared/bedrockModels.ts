import type { Effort, Thinking } from '../../core/plan/payloadOptions.ts';
import { effortIn, optionRefusal } from './optionRefusal.ts';

const threeEfforts: readonly Effort[] = ['low', 'medium', 'high'];

/** The effort for OpenAI's and Amazon's models on Bedrock, which require one. Throws UserError. */
export function bedrockEffort(kind: string, model: string, thinking: Thinking): Effort {
  if (thinking.mode === 'disabled') {
    throw optionRefusal(kind, 'thinking.mode', `cannot turn it off for ${model}: remove "thinking".`);
  }
  const effort = effortIn(kind, thinking, threeEfforts);
  if (effort !== undefined) return effort;
  throw optionRefusal(kind, 'thinking.effort', `requires an effort for ${model}: low, medium or high.`);
}

/** The vendor of a model: the first part of its id after an optional region, e.g. `us.anthropic.claude-...`. */
export function vendorOf(model: string): string | null {
  const id = model.split('/').at(-1) ?? model;
  return /^(?:(?:[a-z]{2}|us-gov|apac|global)\.)?([a-z0-9]+)\./.exec(id)?.[1] ?? null;
}
