import type { Clock } from '../../core/base/clock.ts';
import { type ErrorReason, UserError } from '../../core/base/errors.ts';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import { costMetrics } from '../../core/cost/costMetrics.ts';
import { costModelInConfig } from '../../core/cost/costModel.ts';
import { type CostEstimate, estimateCost } from '../../core/cost/estimate.ts';
import { type PayloadSize, payloadSize } from '../../core/cost/payloadSize.ts';
import type { Pricing } from '../../core/cost/pricing.ts';
import { type RequestCost, RunCosts } from '../../core/cost/runCosts.ts';
import { formatQuantity } from '../../core/format/quantities.ts';
import type { InvocationResponse } from '../../core/request/response.ts';
import type { RequestPhase, ResponseTrace } from '../../core/request/trace.ts';
import type { Tokenizer } from '../../core/tokens/tokenizer.ts';
import type { LiveCost } from '../../protocol/run.ts';
import type { RunCallback } from '../run/callbacks.ts';
import { plannedRequests, type RunConfig } from '../run/runConfig.ts';
import type { RunResult } from '../run/runResult.ts';
import type { SpendingMeter } from '../run/spendingMeter.ts';
import { costDiagnostics } from './costDiagnostics.ts';
import { InFlight } from './inFlight.ts';

export interface SpendingOptions {
  pricing: Pricing;
  /** Most that may be spent, in the currency of `pricing`; null = no limit. */
  budget: number | null;
  tokenizer: Tokenizer;
  clock: Clock;
}

/** Even a single request may cost more than the budget. */
export class BudgetTooSmall extends UserError {}

/**
 * What one run spends: an estimate before it, the sum while it runs, and the costs in its results. With a
 * budget, a request is admitted only if spending so far plus the maximum cost of the requests in flight
 * stays within it.
 */
export class RunSpending implements RunCallback, SpendingMeter {
  readonly name = 'costs';
  readonly #options: SpendingOptions;
  readonly #costs: RunCosts;
  readonly #inFlight: InFlight;
  readonly #known = new WeakMap<JsonObject, PayloadSize>();
  #sizes: PayloadSize[] = [];
  #estimate: CostEstimate | null = null;
  #startedAt: number | null = null;
  /** The budget kept a client from sending. */
  #exhausted = false;
  /** Requests that broke off before their cost was known. */
  #brokenOff = 0;

  constructor(options: SpendingOptions) {
    this.#options = options;
    this.#costs = new RunCosts(options.pricing);
    this.#inFlight = new InFlight(options.pricing);
  }

  get pricing(): Pricing {
    return this.#options.pricing;
  }

  get saved(): JsonObject {
    return costModelInConfig(this.#options.pricing.model);
  }

  /** Estimates the cost. Throws `BudgetTooSmall` if even a single request may cost more than the budget. */
  begin(config: RunConfig): void {
    const { pricing, budget } = this.#options;
    this.#sizes = config.payloads.map(payload => this.#sizeOf(payload));
    this.#estimate = estimateOf(config, pricing, this.#costs, this.#sizes);
    const { most } = this.#estimate.perRequest;
    if (budget !== null && most !== null && most > budget) {
      const amount = (value: number) => formatQuantity(value, pricing.currency);
      throw new BudgetTooSmall(
        `"cost.budget" is ${amount(budget)}, but a single request may cost ${amount(most)}: raise "cost.budget", or lower "maxTokens".`,
      );
    }
  }

  /** Whether the payload with this index may be sent now. If so, it counts as in flight. */
  admit(payload: number, phase: RequestPhase): boolean {
    const size = this.#sizes[payload];
    if (!size) return true;
    const { budget } = this.#options;
    // As in LLMeter, time is charged for the measured part of the run.
    if (phase === 'measure') this.#startedAt ??= this.#options.clock.now();
    this.#inFlight.add(size);
    const fits = budget === null || this.#spent(this.#inFlight.longest) + this.#inFlight.most <= budget;
    if (!fits) this.#inFlight.remove(size);
    return fits;
  }

  withdraw(payload: number): void {
    const size = this.#sizes[payload];
    if (size) this.#inFlight.remove(size);
  }

  refuse(): void {
    this.#exhausted = true;
  }

  /** An admitted request has ended. `measured`: it is part of the statistics. */
  settle(
    payload: number,
    measured: boolean,
    response: InvocationResponse,
    trace: ResponseTrace | null,
  ): RequestCost {
    const cost = measured ? this.#costs.add(response, trace) : this.#costs.addUnmeasured(response, trace);
    const size = this.#sizes[payload];
    if (!size) return cost;
    // A request that broke off may still be billed, so it stays in flight for the budget.
    if (!cost.complete && mayBeCharged(response, trace)) this.#brokenOff += 1;
    else this.#inFlight.remove(size);
    this.#inFlight.learn(size, response, trace);
    return cost;
  }

  live(): LiveCost {
    const { pricing, budget } = this.#options;
    return {
      currency: pricing.currency,
      total: this.#spent(0),
      perRequest: this.#costs.meanPerRequest,
      budget,
      unknown: this.#costs.unknown,
      estimate: this.#estimate,
    };
  }

  /** Contributes LLMeter's keys to the statistics, and our own metrics (llmeter-format 8.2). */
  afterRun(result: RunResult): void {
    const { budget } = this.#options;
    const testTime = result.summary.total_test_time;
    result.contribute(this.#costs.contributions(testTime));
    const cost = this.#costs.result(testTime, budget);
    result.cost = cost;
    result.metrics = { ...result.metrics, ...costMetrics(cost) };
    const ending = {
      exhausted: this.#exhausted,
      brokenOff: this.#brokenOff,
      guesses: this.#inFlight.guesses,
    };
    for (const diagnostic of costDiagnostics(cost, ending)) result.tell(diagnostic);
  }

  /** A run often sends a payload many times, and measuring a long one takes time, so sizes are kept. */
  #sizeOf(payload: JsonObject): PayloadSize {
    const size = this.#known.get(payload) ?? payloadSize(payload, this.#options.tokenizer);
    this.#known.set(payload, size);
    return size;
  }

  /** Spending so far, plus what `more` seconds from now cost. */
  #spent(more: number): number {
    const since = this.#startedAt === null ? 0 : (this.#options.clock.now() - this.#startedAt) / 1000;
    return this.#costs.ofRequests + this.#costs.ofTime(since + more);
  }
}

/** Failures after which the provider may have generated, and billed, an answer that never arrived. */
const chargedFailures: ReadonlySet<ErrorReason> = new Set([
  'timeout',
  'interrupted',
  'cancelled',
  'protocol',
  'provider',
]);

function mayBeCharged({ error }: InvocationResponse, trace: ResponseTrace | null): boolean {
  return error === null || (trace !== null && trace.reason !== null && chargedFailures.has(trace.reason));
}

function estimateOf(
  config: RunConfig,
  pricing: Pricing,
  costs: RunCosts,
  sizes: readonly PayloadSize[],
): CostEstimate {
  const { clients, warmup, duration } = config;
  const measured = plannedRequests(config);
  const sent = measured === null ? null : measured + warmup * clients;
  return estimateCost(pricing, sizes, sent, duration === null ? null : costs.ofTime(duration));
}
