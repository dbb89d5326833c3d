import { isJsonObject, type JsonObject } from '../base/jsonValue.ts';
import { syntheticPrompt } from '../plan/prompts/syntheticPrompts.ts';
import { whitespaceTokenizer } from '../tokens/tokenizer.ts';

/** Keys that say what is asked in one another's place, and those that say how often. */
const rivals = [
  ['payload', ['prompt', 'system', 'maxTokens']],
  ['duration', ['requests']],
] as const;

/** The plan with `defaults` where it says nothing, also not in other words. */
export function completed(plan: JsonObject, defaults: JsonObject): JsonObject {
  const spoken = rivals.flatMap(([key, others]) => (plan[key] === undefined ? [] : others));
  const wanted = Object.entries(defaults).filter(([key]) => !(spoken as readonly string[]).includes(key));
  return { ...Object.fromEntries(wanted), ...plan };
}

export function endpointOf({ endpoint }: JsonObject): JsonObject {
  return isJsonObject(endpoint) ? endpoint : {};
}

/** The plan with further callbacks before its own. */
export function withCallbacks(plan: JsonObject, callbacks: readonly JsonObject[]): JsonObject {
  const own = Array.isArray(plan['callbacks']) ? plan['callbacks'] : [];
  return { ...plan, callbacks: [...callbacks, ...own] };
}

/** A request's load that gives every side enough values for a median in a minute or so. */
export const usualLoad = { clients: 3, requests: 30, warmup: 1 } as const;

/** Questions of which none begins like another. */
export const usualPrompts = [
  'Explain in a few sentences why the sky is blue.',
  'Write a haiku about patience.',
  'What is the difference between latency and throughput?',
  'Describe how bread is made, step by step.',
  'Give three reasons to learn a second language.',
];

/** Meaningless text that is longer than what any provider's cache wants at least. */
export function longText(): string {
  return syntheticPrompt(0, 4500, whitespaceTokenizer, 0);
}
