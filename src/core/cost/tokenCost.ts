import type { TokenPrice } from './price.ts';
import type { TokenUse } from './tokenUse.ts';

/** The labels of the parts of a request's cost, in the order of adding and showing them. */
export const costParts = {
  input: 'Input tokens',
  cachedInput: 'Input tokens read from the cache',
  cacheWrite: 'Input tokens written to the cache',
  output: 'Output tokens',
  reasoning: 'Reasoning tokens',
  request: 'Requests',
} as const;

export type CostPart = keyof typeof costParts;

export const costPartKeys = Object.keys(costParts) as CostPart[];

/** The cost of a request by part; null if the provider did not report the tokens. */
export type TokenCost = Readonly<Record<CostPart, number | null>>;

/** The cost of a request. Kinds of tokens without a price are charged as input or output tokens. */
export function tokenCost(use: TokenUse, price: TokenPrice): TokenCost {
  const { input, cachedInput = input, cacheWrite = input, output, reasoning = output, request = 0 } = price;
  const of = (tokens: number | null, perMillion: number) =>
    tokens === null ? null : (tokens * perMillion) / 1e6;
  return {
    input: of(use.input, input),
    cachedInput: of(use.cachedInput, cachedInput),
    cacheWrite: of(use.cacheWrite, cacheWrite),
    output: of(use.output, output),
    reasoning: of(use.reasoning, reasoning),
    request,
  };
}
