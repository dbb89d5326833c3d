import { costModel } from '../core/cost/costModel.ts';
import { dimensionsOf, type Pricing } from '../core/cost/pricing.ts';
import { pricingFromConfig } from '../core/cost/pricingFromConfig.ts';
import { type RunCost, RunCosts } from '../core/cost/runCosts.ts';
import { responseOfTrace } from '../core/request/unmeasured.ts';
import type { LoadedRun } from '../folder/loadRun.ts';
import { isAtProvider } from '../prices/isAtProvider.ts';
import type { PriceBook } from '../prices/priceBook.ts';

/** What a saved run cost. */
export interface SavedCost {
  result: RunCost;
  /** Per response; NaN if unknown. */
  perResponse: Float64Array;
  /** LLMeter's keys (llmeter-format 8.2). */
  contributions: Record<string, number>;
}

/**
 * Computes the costs of a run that was loaded with its responses, also of one by Python LLMeter. Uses the prices
 * of `book` if it has one for the model, else the prices at the time of the run. Null if no price is known.
 */
export function savedCost(run: LoadedRun, book: PriceBook | null = null): SavedCost | null {
  const saved = savedParts(run);
  const pricing = (book && pricingBy(book, run)) ?? saved.pricing;
  if (pricing === null) return null;
  const costs = new RunCosts(pricing);
  const perResponse = Float64Array.from(run.responses, (response, i) => {
    const { cost, complete } = costs.add(response, run.traces[i] ?? null);
    return complete ? cost : Number.NaN;
  });
  if (saved.result && pricing === saved.pricing) costs.carryUnmeasured(saved.result.unmeasured);
  else for (const trace of run.excluded) costs.addUnmeasured(responseOfTrace(trace), trace);
  const testTime = run.summary.total_test_time;
  return {
    result: costs.result(testTime, saved.result?.budget ?? null),
    perResponse,
    contributions: costs.contributions(testTime),
  };
}

/** A sentence if the requested price table has no price for a run; null if it has one. */
export function missingPrice(run: LoadedRun, book: PriceBook | null): string | null {
  if (book === null || pricingBy(book, run) !== null) return null;
  const { model_id, provider } = run.summary;
  return `The price table has no price for the model "${model_id}" of provider "${provider}" (--prices).`;
}

function savedParts({ sidecar, config }: LoadedRun): {
  pricing: Pricing | null;
  result: Pick<RunCost, 'unmeasured' | 'budget'> | null;
} {
  const { pricing, result = null } = sidecar?.cost ?? {};
  return { pricing: pricing ?? (config && pricingFromConfig(config)), result };
}

function pricingBy(book: PriceBook, run: LoadedRun): Pricing | null {
  const { summary, sidecar } = run;
  const { kind = '', baseUrl = null } = sidecar?.endpoint ?? {};
  const provider = summary.provider ?? '';
  const atProvider = isAtProvider({ kind, provider, baseUrl });
  const at = summary.start_time ?? summary.first_request_time ?? 0;
  const price = book.priceOf({ model: summary.model_id ?? '', provider, atProvider }, at);
  if (price === null) return null;
  return {
    currency: price.currency,
    model: costModel(dimensionsOf(price)),
    price,
    cacheBeside: run.cacheBeside,
  };
}
