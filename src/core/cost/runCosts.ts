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

/** What a run cost. All amounts in `currency`. */
export interface RunCost {
  readonly currency: string;
  /** Everything below: measured requests, those before and beside them, and the time. */
  readonly total: number;
  readonly parts: readonly { readonly name: string; readonly cost: number }[];
  /** Measured requests, and how many of them did not report all that is charged for. */
  readonly requests: number;
  readonly unknown: number;
  /** Warm-up and cancelled requests: in no statistic, but on the bill. */
  readonly unmeasured: { readonly requests: number; readonly unknown: number; readonly cost: number };
  /** Of successful measured requests whose cost is known. */
  readonly perRequest: Distribution;
  /** Measured requests and time, over the output tokens; null without any. */
  readonly perMillionOutputTokens: number | null;
  readonly budget: number | null;
  readonly price: FoundPrice | null;
  /** What may be wrong about the amounts, as sentences. */
  readonly notes: readonly string[];
}

/** What a request cost as far as that is known. */
export interface RequestCost {
  readonly cost: number;
  /** Nothing that is charged for is unknown. */
  readonly complete: boolean;
}

/**
 * The costs of a run, taken in one request at a time in O(1), whether responses are kept or not. The same
 * for a run in progress and for a saved one.
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

  /** Takes a measured request in. `trace` is null where nothing beyond LLMeter's fields is known. */
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
    this.#notice(response, trace);
    if (trace) {
      this.#firstSent = Math.min(this.#firstSent, trace.sentAt);
      this.#lastEnded = Math.max(this.#lastEnded, trace.endedAt);
    }
    return cost;
  }

  /** Takes a warm-up or cancelled request in. */
  addUnmeasured(response: InvocationResponse, trace: ResponseTrace | null): RequestCost {
    const cost = this.costOf(response, trace);
    this.#unmeasured.requests++;
    this.#unmeasured.cost += cost.cost;
    if (!cost.complete) this.#unmeasured.unknown++;
    return cost;
  }

  /** Of a saved run: what these came to when their answers were still at hand. */
  carryUnmeasured(found: RunCost['unmeasured']): void {
    this.#unmeasured = { ...found };
  }

  /** What one request costs; nothing is taken in. */
  costOf(response: InvocationResponse, trace: ResponseTrace | null): RequestCost {
    return requestTotal(this.#partsOf(response, trace));
  }

  /** The cost of all requests so far. */
  get ofRequests(): number {
    return this.#parts.reduce((sum, part) => sum + part, 0) + this.#unmeasured.cost;
  }

  /** Cost of `seconds` of the run. */
  ofTime(seconds: number): number {
    return Object.values(this.#pricing.model.run_dims).reduce(
      (sum, dimension) => sum + (runCost(dimension, seconds) ?? 0),
      0,
    );
  }

  /** Measured requests that did not report all that is charged for. */
  get unknown(): number {
    return this.#unknown;
  }

  /** Cost of a measured request so far, the time left out: the mean; null without any. */
  get meanPerRequest(): number | null {
    return this.#perRequest.length === 0 ? null : this.#perRequest.sum / this.#perRequest.length;
  }

  /** LLMeter's keys (llmeter-format 8.2). `testTime` in seconds; null = from the first sent to the last received. */
  contributions(testTime: number | null): Record<string, number> {
    return this.#llmeter.contributions(testTime ?? this.#window);
  }

  /** The whole of it; `testTime` as in `contributions`. */
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

  /** LLMeter gives an interrupted run no time, but it was charged for; null where no trace tells. */
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
    // Nobody charges for a request that was refused.
    const refused = response.error !== null && cost.input === null && cost.output === null;
    return refused ? parts.map(() => null) : parts;
  }

  #notice(response: InvocationResponse, trace: ResponseTrace | null): void {
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
