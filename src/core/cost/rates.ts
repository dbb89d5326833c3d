import type { Pricing } from './pricing.ts';

/** Bounds on the price of a request. */
export interface RateBounds {
  readonly least: Rates;
  /** Without caches and partial steps. */
  readonly usual: Rates & { /** Per token of reasoning. */ readonly reasoning: number };
  readonly most: Rates;
}

/** A linear price in the currency of its pricing. */
export interface Rates {
  /** Per token. */
  readonly input: number;
  /** Per token. */
  readonly output: number;
  /** Per request. */
  readonly request: number;
}

/** The least and the most that each token of a request can be charged, with or without a cache. */
export function rateBounds({ price, model }: Pricing): RateBounds {
  if (price) {
    const { input, cachedInput = input, cacheWrite = input, output, reasoning = output, request = 0 } = price;
    const inputs = [input, cachedInput, cacheWrite];
    const outputs = [output, reasoning];
    return {
      least: { input: Math.min(...inputs) / 1e6, output: Math.min(...outputs) / 1e6, request },
      usual: { input: input / 1e6, output: output / 1e6, reasoning: reasoning / 1e6, request },
      most: { input: Math.max(...inputs) / 1e6, output: Math.max(...outputs) / 1e6, request },
    };
  }
  const rates = { input: 0, output: 0, steps: 0 };
  for (const { _type, price_per_million, granularity } of Object.values(model.request_dims)) {
    rates[_type === 'InputTokens' ? 'input' : 'output'] += price_per_million / 1e6;
    // A partial step is billed in full.
    rates.steps += (granularity * price_per_million) / 1e6;
  }
  const { steps, ...tokens } = rates;
  const linear = { ...tokens, request: 0 };
  return {
    least: linear,
    usual: { ...linear, reasoning: tokens.output },
    most: { ...tokens, request: steps },
  };
}
