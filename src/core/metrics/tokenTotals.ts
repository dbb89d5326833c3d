import type { InvocationResponse } from '../response.ts';

const fields = {
  input_tokens: 'num_tokens_input',
  output_tokens: 'num_tokens_output',
  cached_input_tokens: 'num_tokens_input_cached',
  reasoning_tokens: 'num_tokens_output_reasoning',
} as const;

type TotalKey = keyof typeof fields;

/** Sums of token counts, each with the number of requests that reported it. */
export class TokenTotals {
  readonly #sums: Record<TotalKey, number> = emptyTotals();
  readonly #reported: Record<TotalKey, number> = emptyTotals();

  add(response: InvocationResponse): void {
    for (const key of Object.keys(fields) as TotalKey[]) {
      const value = response[fields[key]];
      if (value === null) continue;
      this.#sums[key] += value;
      this.#reported[key]++;
    }
  }

  /** Number of requests that reported this count. */
  reported(key: TotalKey): number {
    return this.#reported[key];
  }

  /** The sum; null where no request reported it. */
  total(key: TotalKey): number | null {
    return this.#reported[key] === 0 ? null : this.#sums[key];
  }
}

function emptyTotals(): Record<TotalKey, number> {
  return { input_tokens: 0, output_tokens: 0, cached_input_tokens: 0, reasoning_tokens: 0 };
}
