import type { NamedPriceTable, TableEntry } from './priceTable.ts';

const openai = {
  provider: 'openai',
  currency: 'USD',
  asOf: '2026-08-05',
  source: 'https://developers.openai.com/api/docs/pricing',
} as const;

const anthropic = {
  provider: 'anthropic',
  currency: 'USD',
  asOf: '2026-10-10',
  source: 'https://platform.claude.com/docs/en/about-claude/pricing',
} as const;

const google = {
  provider: 'google',
  currency: 'USD',
  asOf: '2026-08-05',
  source: 'https://ai.google.dev/gemini-api/docs/pricing',
} as const;

/** Patterns for a model and its dated versions, in the notations of OpenAI and Anthropic. */
const versions = (model: string) => [model, `${model}-20??-??-??`, `${model}-20??????`];

/**
 * A small table of list prices per million tokens, each with the date on which it was looked up. It only has
 * models whose price does not depend on the length of the prompt. It applies only at the providers' own
 * addresses, and not to batches, priority tiers or private agreements.
 */
export const builtInPrices: NamedPriceTable = {
  name: 'the built-in table',
  warnAfterMonths: 6,
  prices: [
    { ...openai, model: versions('gpt-5.2'), input: 1.75, cachedInput: 0.175, output: 14 },
    { ...openai, model: versions('gpt-5.1'), input: 1.25, cachedInput: 0.125, output: 10 },
    { ...openai, model: versions('gpt-5'), input: 1.25, cachedInput: 0.125, output: 10 },
    { ...openai, model: versions('gpt-5-mini'), input: 0.25, cachedInput: 0.025, output: 2 },
    { ...openai, model: versions('gpt-5-nano'), input: 0.05, cachedInput: 0.005, output: 0.4 },
    { ...openai, model: versions('gpt-4.1'), input: 2, cachedInput: 0.5, output: 8 },
    { ...openai, model: versions('gpt-4.1-mini'), input: 0.4, cachedInput: 0.1, output: 1.6 },
    { ...openai, model: versions('gpt-4.1-nano'), input: 0.1, cachedInput: 0.025, output: 0.4 },
    {
      ...openai,
      model: ['gpt-4o', 'gpt-4o-2024-08-06', 'gpt-4o-2024-11-20'],
      input: 2.5,
      cachedInput: 1.25,
      output: 10,
    },
    { ...openai, model: versions('gpt-4o-mini'), input: 0.15, cachedInput: 0.075, output: 0.6 },
    { ...openai, model: versions('o3'), input: 2, cachedInput: 0.5, output: 8 },
    { ...openai, model: versions('o4-mini'), input: 1.1, cachedInput: 0.275, output: 4.4 },
    {
      ...anthropic,
      model: versions('claude-opus-5-5'),
      input: 4,
      cachedInput: 0.2,
      cacheWrite: 5,
      output: 20,
    },
    {
      ...anthropic,
      model: versions('claude-opus-5'),
      input: 5,
      cachedInput: 0.5,
      cacheWrite: 6.25,
      output: 25,
    },
    {
      ...anthropic,
      model: versions('claude-sonnet-5-5'),
      input: 2,
      cachedInput: 0.1,
      cacheWrite: 2.5,
      output: 10,
    },
    {
      ...anthropic,
      model: versions('claude-sonnet-5'),
      input: 2,
      cachedInput: 0.2,
      cacheWrite: 2.5,
      output: 10,
    },
    {
      ...anthropic,
      asOf: '2026-08-05',
      model: versions('claude-sonnet-4-6'),
      input: 3,
      cachedInput: 0.3,
      cacheWrite: 3.75,
      output: 15,
    },
    {
      ...anthropic,
      asOf: '2026-08-05',
      model: versions('claude-haiku-4-5'),
      input: 1,
      cachedInput: 0.1,
      cacheWrite: 1.25,
      output: 5,
    },
    { ...google, model: 'gemini-2.5-flash', input: 0.3, output: 2.5 },
    { ...google, model: 'gemini-2.5-flash-lite', input: 0.1, output: 0.4 },
  ] satisfies TableEntry[],
};
