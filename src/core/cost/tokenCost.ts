import type { TokenPrice } from './price.ts';
import type { TokenUse } from './tokenUse.ts';

/** The parts of a request's cost, in the order in which they are added and shown. */
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

/** What a request cost by part; null where the provider did not report the tokens. */
export type TokenCost = Readonly<Record<CostPart, number | null>>;

/** The cost of a request. A kind of token that has no price of its own is charged like the others of its side. */
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
