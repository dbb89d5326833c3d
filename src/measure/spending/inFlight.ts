import type { PayloadSize } from '../../core/cost/payloadSize.ts';
import type { Pricing } from '../../core/cost/pricing.ts';
import { type Rates, rateBounds } from '../../core/cost/rates.ts';
import { cachedInputTokens } from '../../core/request/countedKinds.ts';
import type { InvocationResponse } from '../../core/request/response.ts';
import type { ResponseTrace } from '../../core/request/trace.ts';

/** Texts of which half a token or more comes of each byte are hardly to be found. */
const leastDensity = 0.5;

/** What the requests in flight will cost at most. O(1) a request; learns from answers how large prompts are. */
export class InFlight {
  readonly #rates: Rates;
  #requests = 0;
  #input = 0;
  #output = 0;
  /** Requests without a limit to their answer. */
  #unlimited = 0;
  /** Input tokens per token that a prompt may have at most; unknown before the first answer. */
  #density: number | null = null;
  #longestAnswer = 0;
  #guesses = false;
  #longest = 0;

  constructor(pricing: Pricing) {
    this.#rates = rateBounds(pricing).most;
  }

  /** `most` rested on earlier answers where a payload sets no limit or carries files. */
  get guesses(): boolean {
    return this.#guesses;
  }

  /** Seconds that the longest request so far took. */
  get longest(): number {
    return this.#longest;
  }

  add(size: PayloadSize): void {
    this.#change(size, 1);
    if (size.mostOutput === null || size.carriesFiles) this.#guesses = true;
  }

  remove(size: PayloadSize): void {
    this.#change(size, -1);
  }

  /** Takes note of what a request really came to. */
  learn({ mostInput }: PayloadSize, response: InvocationResponse, trace: ResponseTrace | null): void {
    const { num_tokens_input: input, num_tokens_output: output } = response;
    if (input !== null && mostInput > 0) {
      const tokens = input + (cachedInputTokens(response, trace) ?? 0) + (trace?.cacheWriteTokens ?? 0);
      this.#density = Math.max(this.#density ?? leastDensity, tokens / mostInput);
    }
    if (trace) this.#longest = Math.max(this.#longest, trace.endedAt - trace.sentAt);
    if (output !== null) this.#longestAnswer = Math.max(this.#longestAnswer, output);
  }

  /** Most that the requests in flight will cost, as far as that can be told. */
  get most(): number {
    const { input, output, request } = this.#rates;
    return (
      this.#input * (this.#density ?? 1) * input +
      (this.#output + this.#unlimited * this.#longestAnswer) * output +
      this.#requests * request
    );
  }

  #change({ mostInput, mostOutput }: PayloadSize, by: 1 | -1): void {
    this.#requests += by;
    this.#input += by * mostInput;
    if (mostOutput === null) this.#unlimited += by;
    else this.#output += by * mostOutput;
  }
}
