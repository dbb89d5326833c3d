import type { PayloadSize } from '../../core/cost/payloadSize.ts';
import type { Pricing } from '../../core/cost/pricing.ts';
import { type Rates, rateBounds } from '../../core/cost/rates.ts';
import { allInputTokens } from '../../core/request/countedKinds.ts';
import type { InvocationResponse } from '../../core/request/response.ts';
import type { ResponseTrace } from '../../core/request/trace.ts';

/** Practically no text has more than half a token per byte. */
const leastDensity = 0.5;

/** The maximum cost of the requests in flight. O(1) per request. Learns from answers how large prompts are. */
export class InFlight {
  readonly #rates: Rates;
  readonly #cacheBeside: boolean;
  #requests = 0;
  #input = 0;
  #output = 0;
  /** Requests without an output token limit. */
  #unlimited = 0;
  /** Input tokens relative to the maximum of a prompt; unknown before the first answer. */
  #density: number | null = null;
  #longestAnswer = 0;
  #guesses = false;
  #longest = 0;

  constructor(pricing: Pricing) {
    this.#rates = rateBounds(pricing).most;
    this.#cacheBeside = pricing.cacheBeside;
  }

  /** `most` is based on earlier answers, because a payload sets no limit or carries files. */
  get guesses(): boolean {
    return this.#guesses;
  }

  /** Duration of the longest request so far, seconds. */
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

  /** Learns from the actual size of a request. */
  learn({ mostInput }: PayloadSize, response: InvocationResponse, trace: ResponseTrace | null): void {
    const { num_tokens_output: output } = response;
    const tokens = allInputTokens(response, trace, this.#cacheBeside);
    if (tokens !== null && mostInput > 0) {
      this.#density = Math.max(this.#density ?? leastDensity, tokens / mostInput);
    }
    if (trace) this.#longest = Math.max(this.#longest, trace.endedAt - trace.sentAt);
    if (output !== null) this.#longestAnswer = Math.max(this.#longestAnswer, output);
  }

  /** Maximum cost of the requests in flight, as far as it can be known. */
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
