import {
  allInputTokens,
  cachedInputTokens,
  reasoningTokens,
  uncachedInputTokens,
} from '../request/countedKinds.ts';
import type { InvocationResponse } from '../request/response.ts';
import type { ResponseTrace } from '../request/trace.ts';

type TotalKey =
  | 'input_tokens'
  | 'uncached_input_tokens'
  | 'output_tokens'
  | 'cached_input_tokens'
  | 'reasoning_tokens';

/** Sums of token counts, each with the number of requests that reported it. */
export class TokenTotals {
  readonly #sums: Record<TotalKey, number> = emptyTotals();
  readonly #reported: Record<TotalKey, number> = emptyTotals();

  /** @param cacheBeside the API counts cached tokens in addition to its input tokens */
  add(response: InvocationResponse, trace: ResponseTrace | null, cacheBeside: boolean): void {
    this.#add('input_tokens', allInputTokens(response, trace, cacheBeside));
    this.#add('uncached_input_tokens', uncachedInputTokens(response, trace, cacheBeside));
    this.#add('output_tokens', response.num_tokens_output);
    this.#add('cached_input_tokens', cachedInputTokens(response, trace));
    this.#add('reasoning_tokens', reasoningTokens(response, trace));
  }

  /** Number of requests that reported this count. */
  reported(key: TotalKey): number {
    return this.#reported[key];
  }

  /** The sum; null where no request reported it. */
  total(key: TotalKey): number | null {
    return this.#reported[key] === 0 ? null : this.#sums[key];
  }

  #add(key: TotalKey, value: number | null): void {
    if (value === null) return;
    this.#sums[key] += value;
    this.#reported[key]++;
  }
}

function emptyTotals(): Record<TotalKey, number> {
  return {
    input_tokens: 0,
    uncached_input_tokens: 0,
    output_tokens: 0,
    cached_input_tokens: 0,
    reasoning_tokens: 0,
  };
}
