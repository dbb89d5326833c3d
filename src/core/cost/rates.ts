import type { Pricing } from './pricing.ts';

/** What a request costs at most and at least: prices per token, and per request. */
export interface RateBounds {
  readonly least: Rates;
  /** Without any cache, reasoning or step that is begun. */
  readonly usual: Rates;
  readonly most: Rates;
}

export interface Rates {
  readonly input: number;
  readonly output: number;
  readonly request: number;
}

/** The dearest and the cheapest that each token of a request can be charged, whatever a cache does. */
export function rateBounds({ price, model }: Pricing): RateBounds {
  if (price) {
    const { input, cachedInput = input, cacheWrite = input, output, reasoning = output, request = 0 } = price;
    const inputs = [input, cachedInput, cacheWrite];
    const outputs = [output, reasoning];
    return {
      least: { input: Math.min(...inputs) / 1e6, output: Math.min(...outputs) / 1e6, request },
      usual: { input: input / 1e6, output: output / 1e6, request },
      most: { input: Math.max(...inputs) / 1e6, output: Math.max(...outputs) / 1e6, request },
    };
  }
  const rates = { input: 0, output: 0, steps: 0 };
  for (const { _type, price_per_million, granularity } of Object.values(model.request_dims)) {
    rates[_type === 'InputTokens' ? 'input' : 'output'] += price_per_million / 1e6;
    // A step begun counts whole.
    rates.steps += (granularity * price_per_million) / 1e6;
  }
  const { steps, ...tokens } = rates;
  const linear = { ...tokens, request: 0 };
  return { least: linear, usual: linear, most: { ...tokens, request: steps } };
}
