import * as z from 'zod/mini';
import type { JsonObject } from '../base/jsonValue.ts';
import { type CostModel, costModel, costModelSchema, costModelToJson } from './costModel.ts';
import { type FoundPrice, foundPriceSchema, type TokenPrice } from './price.ts';

/** Everything that the costs of a run are computed from. */
export interface Pricing {
  readonly currency: string;
  /** LLMeter's cost model, which gives its own statistics and the time-based costs. */
  readonly model: CostModel;
  /** The price of tokens and requests; null if only `model` has it. */
  readonly price: FoundPrice | null;
  /** The API counts cached tokens in addition to its input tokens. */
  readonly cacheBeside: boolean;
}

/** The request dimensions of LLMeter for a price. LLMeter has none for caches and reasoning. */
export function dimensionsOf({ input, output }: TokenPrice): CostModel['request_dims'] {
  return costModel([
    { _type: 'InputTokens', price_per_million: input, granularity: 1 },
    { _type: 'OutputTokens', price_per_million: output, granularity: 1 },
  ]).request_dims;
}

/** A pricing as it is saved with a run. */
export function pricingToJson({ currency, model, price, cacheBeside }: Pricing): JsonObject {
  return { currency, model: costModelToJson(model), price: price && plain(price), cacheBeside };
}

function plain(price: FoundPrice): JsonObject {
  const given = Object.entries({ ...price, warnings: [...price.warnings] });
  return Object.fromEntries(given.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

/** The schema of what `pricingToJson` returns. */
export const pricingSchema = z.looseObject({
  currency: z.string(),
  model: z.pipe(
    costModelSchema,
    z.transform(({ request_dims, run_dims }) => ({ request_dims, run_dims })),
  ),
  price: z.nullable(foundPriceSchema),
  cacheBeside: z.boolean(),
}) satisfies z.ZodMiniType<Pricing>;
