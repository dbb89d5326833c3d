import { isJsonObject, type JsonObject } from '../base/jsonValue.ts';
import { syntheticPrompt } from '../plan/prompts/syntheticPrompts.ts';
import { whitespaceTokenizer } from '../tokens/tokenizer.ts';

/** Keys of a plan, each with the keys whose defaults it replaces. */
const replacements = [
  ['payload', ['prompt', 'system', 'maxTokens']],
  ['duration', ['requests']],
] as const;

/** The plan with `defaults` for what it leaves open. */
export function withDefaults(plan: JsonObject, defaults: JsonObject): JsonObject {
  const replaced = replacements.flatMap(([key, others]) => (plan[key] === undefined ? [] : others));
  const wanted = Object.entries(defaults).filter(([key]) => !(replaced as readonly string[]).includes(key));
  return { ...Object.fromEntries(wanted), ...plan };
}

/** The endpoint of a plan as written, not checked; empty if it is none. */
export function endpointInPlan({ endpoint }: JsonObject): JsonObject {
  return isJsonObject(endpoint) ? endpoint : {};
}

/** The plan with additional callbacks before its own. */
export function withCallbacks(plan: JsonObject, callbacks: readonly JsonObject[]): JsonObject {
  const own = Array.isArray(plan['callbacks']) ? plan['callbacks'] : [];
  return { ...plan, callbacks: [...callbacks, ...own] };
}

/** Gives every side enough values for a median, in about a minute. */
export const defaultLoad = { clients: 3, requests: 30, warmup: 1 } as const;

/** Prompts that all start differently, so that they share no cached prefix. */
export const defaultPrompts = [
  'Explain in a few sentences why the sky is blue.',
  'Write a haiku about patience.',
  'What is the difference between latency and throughput?',
  'Describe how bread is made, step by step.',
  'Give three reasons to learn a second language.',
];

/** Meaningless text above the minimum cacheable length of every provider. */
export function longText(): string {
  return syntheticPrompt(0, 4500, whitespaceTokenizer, 0);
}
