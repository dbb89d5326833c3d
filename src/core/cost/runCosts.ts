import { type Distribution, distribution } from '../metrics/distribution.ts';
import { cachedInputTokens } from '../request/countedKinds.ts';
import type { InvocationResponse } from '../request/response.ts';
import type { ResponseTrace } from '../request/trace.ts';
import { SortedColumn } from '../stats/sortedColumn.ts';
import { requestCost, runCost } from './dimensions.ts';
import { LlmeterCosts } from './llmeterCosts.ts';
import { costNotes } from './notes.ts';
import type { FoundPrice } from './price.ts';
import type { Pricing } from './pricing.ts';
import { costPartKeys, costParts, tokenCost } from './tokenCost.ts';
import { tokenUse } from './tokenUse.ts';

/** The cost of a run. All amounts are in `currency`. */
export interface RunCost {
  readonly currency: string;
  /** Measured and unmeasured requests, and time. */
  readonly total: number;
  /** The parts of the total that are not 0, by label. */
  readonly parts: readonly { readonly name: string; readonly cost: number }[];
  /** Number of measured requests. */
  readonly requests: number;
  /** How many of them did not report all billed tokens. */
  readonly unknown: number;
  /** Warm-up and cancelled requests, which are billed but in no statistics. */
  readonly unmeasured: { readonly requests: number; readonly unknown: number; readonly cost: number };
  /** Over successful measured requests whose cost is known. */
  readonly perRequest: Distribution;
  /** Cost of measured requests and time per million output tokens; null without output tokens. */
  readonly perMillionOutputTokens: number | null;
  readonly budget: number | null;
  readonly price: FoundPrice | null;
  /** What may be wrong with the amounts, as sentences. */
  readonly notes: readonly string[];
}

/** The known cost of a request. */
export interface RequestCost {
  readonly cost: number;
  /** Whether all billed tokens are known. */
  readonly complete: boolean;
}

/**
 * Computes the costs of a run. Adds one request at a time in O(1), so it works with and without saved
 * responses, and in the same way for a run in progress and a saved one.
 */
export class RunCosts {
  readonly #pricing: Pricing;
  readonly #llmeter: LlmeterCosts;
  readonly #names: readonly string[];
  readonly #parts: number[];
  readonly #perRequest = new SortedColumn();
  #requests = 0;
  #unknown = 0;
  #unmeasured = { requests: 0, unknown: 0, cost: 0 };
  #outputTokens = 0;
  #firstSent = Number.POSITIVE_INFINITY;
  #lastEnded = Number.NEGATIVE_INFINITY;
  readonly #found = { estimated: 0, cachedInput: 0, cacheWrite: 0 };

  constructor(pricing: Pricing) {
    this.#pricing = pricing;
    this.#llmeter = new LlmeterCosts(pricing.model);
    this.#names = pricing.price
      ? costPartKeys.map(key => costParts[key])
      : Object.keys(pricing.model.request_dims);
    this.#parts = this.#names.map(() => 0);
  }

  /** Adds a measured request. `trace` is null if only LLMeter's fields are known. */
  add(response: InvocationResponse, trace: ResponseTrace | null): RequestCost {
    this.#requests++;
    this.#llmeter.add(response);
    const parts = this.#partsOf(response, trace);
    parts.forEach((part, i) => {
      this.#parts[i] = (this.#parts[i] ?? 0) + (part ?? 0);
    });
    const cost = requestTotal(parts);
    if (!cost.complete) this.#unknown++;
    else if (response.error === null) this.#perRequest.append(cost.cost);
    if (cost.complete) this.#outputTokens += response.num_tokens_output ?? 0;
    this.#countForNotes(response, trace);
    if (trace) {
      this.#firstSent = Math.min(this.#firstSent, trace.sentAt);
      this.#lastEnded = Math.max(this.#lastEnded, trace.endedAt);
    }
    return cost;
  }

  /** Adds a warm-up or cancelled request. One that could not be sent has no trace and costs nothing. */
  addUnmeasured(response: InvocationResponse, trace: ResponseTrace | null): RequestCost {
    const cost = this.costOf(response, trace);
    if (trace === null) return cost;
    this.#unmeasured.requests++;
    this.#unmeasured.cost += cost.cost;
    if (!cost.complete) this.#unmeasured.unknown++;
    return cost;
  }

  /** Sets the sum of unmeasured requests as it was saved: traces of versions up to 0.1.0 have no token counts. */
  carryUnmeasured(found: RunCost['unmeasured']): void {
    this.#unmeasured = { ...found };
  }

  /** The cost of one request, which is not added. */
  costOf(response: InvocationResponse, trace: ResponseTrace | null): RequestCost {
    return requestTotal(this.#partsOf(response, trace));
  }

  /** The cost of all added requests. */
  get ofRequests(): number {
    return this.#parts.reduce((sum, part) => sum + part, 0) + this.#unmeasured.cost;
  }

  /** The time-based cost of `seconds`. */
  ofTime(seconds: number): number {
    return Object.values(this.#pricing.model.run_dims).reduce(
      (sum, dimension) => sum + (runCost(dimension, seconds) ?? 0),
      0,
    );
  }

  /** Measured requests that did not report all billed tokens. */
  get unknown(): number {
    return this.#unknown;
  }

  /** Mean cost of a measured request so far, without time; null without any request. */
  get meanPerRequest(): number | null {
    return this.#perRequest.length === 0 ? null : this.#perRequest.sum / this.#perRequest.length;
  }

  /**
   * LLMeter's statistics (llmeter-format 8.2). `testTime` in seconds; null = from first sent to last
   * received.
   */
  contributions(testTime: number | null): Record<string, number> {
    return this.#llmeter.contributions(testTime ?? this.#window);
  }

  /** The complete costs; `testTime` as in `contributions`. */
  result(testTime: number | null, budget: number | null): RunCost {
    const { currency, price, model } = this.#pricing;
    const time = Object.entries(model.run_dims).map(([name, dimension]) => ({
      name,
      cost: runCost(dimension, testTime ?? this.#window),
    }));
    const measured = this.#names.map((name, i) => ({ name, cost: this.#parts[i] ?? 0 }));
    const known = [...measured, ...time.map(({ name, cost }) => ({ name, cost: cost ?? 0 }))];
    const unmeasured = { ...this.#unmeasured };
    const ofRun = known.reduce((sum, { cost }) => sum + cost, 0);
    const parts = [...known, { name: 'Warm-up and cancelled requests', cost: unmeasured.cost }];
    return {
      currency,
      total: ofRun + unmeasured.cost,
      parts: parts.filter(({ cost }) => cost > 0),
      requests: this.#requests,
      unknown: this.#unknown,
      unmeasured,
      perRequest: distribution(this.#perRequest, currency, true),
      perMillionOutputTokens: this.#outputTokens > 0 ? (ofRun / this.#outputTokens) * 1e6 : null,
      budget,
      price,
      notes: costNotes({
        price,
        unknown: this.#unknown + unmeasured.unknown,
        unpricedTime: time.filter(({ cost }) => cost === null).map(({ name }) => name),
        ...this.#found,
      }),
    };
  }

  /**
   * Seconds from first sent to last received, for an interrupted run without `testTime`; null without traces.
   */
  get #window(): number | null {
    if (this.#requests === 0) return 0;
    const seconds = this.#lastEnded - this.#firstSent;
    return Number.isFinite(seconds) ? seconds : null;
  }

  #partsOf(response: InvocationResponse, trace: ResponseTrace | null): (number | null)[] {
    const { price, model, cacheBeside } = this.#pricing;
    if (price === null) return Object.values(model.request_dims).map(one => requestCost(one, response));
    const cost = tokenCost(tokenUse(response, trace, cacheBeside), price);
    const parts = costPartKeys.map(key => cost[key]);
    // A refused request is not billed.
    const refused = response.error !== null && cost.input === null && cost.output === null;
    return refused ? parts.map(() => null) : parts;
  }

  #countForNotes(response: InvocationResponse, trace: ResponseTrace | null): void {
    const found = this.#found;
    found.cachedInput += cachedInputTokens(response, trace) ?? 0;
    found.cacheWrite += trace?.cacheWriteTokens ?? 0;
    const sources = [trace?.tokenSourceInput, trace?.tokenSourceOutput];
    if (sources.some(source => source === 'estimate' || source === 'tokenizer')) found.estimated++;
  }
}

function requestTotal(parts: readonly (number | null)[]): RequestCost {
  return {
    cost: parts.reduce<number>((sum, part) => sum + (part ?? 0), 0),
    complete: parts.every(part => part !== null),
  };
}
