import type { PlanFlags } from './planFlags.ts';

/** The keys of the plan that flags set which decide about consent: files, addresses and keys. */
const keys: Readonly<Partial<Record<keyof PlanFlags, string>>> = {
  baseUrl: 'endpoint.baseUrl',
  apiKeyEnv: 'endpoint.apiKeyEnv',
  profile: 'endpoint.apiKeyEnv',
  attach: 'attachments',
  payload: 'payload',
  prompt: 'prompt',
  tokenizer: 'tokenizer',
  prices: 'cost.prices',
  output: 'output',
};

/** The keys of a plan that the person set with flags; these are no demand of the plan. */
export function chosenKeys(flags: PlanFlags): string[] {
  return Object.entries(keys).flatMap(([flag, key]) =>
    flags[flag as keyof PlanFlags] === undefined ? [] : [key],
  );
}
