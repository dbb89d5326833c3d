/**
 * The prices module determines the prices of a run: from the plan, a price file of the user, the built-in
 * table or the price list of AWS. It never adds up what requests cost: src/core/cost does that. Start with
 * `pricingOf` below, which puts the prices of a run together. Then read priceBook.ts for the search in price
 * tables and sagemaker/ for the requests to AWS.
 */

import { UserError } from '../core/base/errors.ts';
import { builtInPrices } from '../core/cost/builtInPrices.ts';
import { type CostModel, costModel } from '../core/cost/costModel.ts';
import { ageWarnings, type FoundPrice } from '../core/cost/price.ts';
import { dimensionsOf, type Pricing } from '../core/cost/pricing.ts';
import type { CostPlan } from '../core/plan/costPlan.ts';
import { countsCacheBeside } from '../core/request/countedKinds.ts';
import type { EndpointConfig } from '../endpoints/kinds.ts';
import { isAtProvider } from './isAtProvider.ts';
import { PriceBook } from './priceBook.ts';
import { readCostModelFile } from './priceFile.ts';

/** What is priced, and where prices come from. */
export interface PricingSubject {
  cost: CostPlan | undefined;
  endpoint: EndpointConfig;
  /** LLMeter's class name of the endpoint (llmeter-format 1.0). */
  endpointType: string;
  /** Price file for plans that name none. */
  defaultPrices: string | undefined;
  baseFolder: string;
  /** Time of the run, epoch milliseconds. */
  at: number;
  /** Looks up what only AWS knows (llmeter-format 8.3). */
  lookUp: (model: CostModel, cost: Exclude<CostPlan, false>) => Promise<CostModel>;
}

/**
 * How the run is charged; null if no price is known and the plan does not ask for one. Throws a UserError if
 * the plan asks for costs that cannot be computed.
 */
export async function pricingOf(subject: PricingSubject): Promise<Pricing | null> {
  const { cost = {}, endpoint, endpointType } = subject;
  if (cost === false) return null;
  const price = await priceOf(subject, cost);
  const given = await modelOf(subject, cost);
  const model = await subject.lookUp(given, cost);
  const nothing = [model.request_dims, model.run_dims].every(dims => Object.keys(dims).length === 0);
  if (price === null && nothing) {
    if (cost.prices === undefined && cost.budget === undefined) return null;
    throw new UserError(
      `There is no price for the model "${endpoint.model}" of provider "${endpoint.provider}"${
        typeof cost.prices === 'string' ? ` in ${cost.prices}` : ''
      }: set "cost.prices", e.g. {"input": 3, "output": 15} per million tokens, or add the model to your price table.`,
    );
  }
  const hasOwnDimensions = Object.keys(model.request_dims).length > 0;
  return {
    currency: price?.currency ?? 'USD',
    model: price && !hasOwnDimensions ? costModel(dimensionsOf(price), model.run_dims) : model,
    price,
    cacheBeside: countsCacheBeside(endpointType),
  };
}

async function priceOf(
  { endpoint, defaultPrices, baseFolder, at }: PricingSubject,
  { prices }: Exclude<CostPlan, false>,
): Promise<FoundPrice | null> {
  if (prices !== undefined && typeof prices !== 'string' && !Array.isArray(prices)) {
    const { asOf = null, source = null, ...amounts } = prices;
    const warnings = ageWarnings(prices, at, builtInPrices.warnAfterMonths);
    return { ...amounts, asOf, source, from: 'the plan', matched: null, warnings };
  }
  const { warnAfterMonths } = builtInPrices;
  const book = Array.isArray(prices)
    ? new PriceBook([{ name: 'the plan', warnAfterMonths, prices }])
    : prices === undefined
      ? await PriceBook.open(defaultPrices, baseFolder, 'the setting "llmeter.prices"')
      : await PriceBook.open(prices, baseFolder, '"cost.prices" (--prices)');
  const { model, provider } = endpoint;
  return book.priceOf({ model, provider, atProvider: isAtProvider(endpoint) }, at);
}

async function modelOf(
  { baseFolder }: PricingSubject,
  { dims }: Exclude<CostPlan, false>,
): Promise<CostModel> {
  if (dims === undefined) return costModel();
  if (typeof dims === 'string') return await readCostModelFile(dims, baseFolder);
  return costModel(dims.request_dims, dims.run_dims);
}
