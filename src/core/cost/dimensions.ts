import * as z from 'zod/mini';
import type { InvocationResponse } from '../request/response.ts';

const about = (description: string) => z.meta({ description });
const amount = z.number().check(z.nonnegative());
const granularity = z.number().check(z.positive());
const perMillion = amount.check(about('Price per million tokens.'));
const tokenSteps = z
  ._default(granularity, 1)
  .check(about('Tokens are billed in steps of this many; a partial step is billed in full.'));
const region = z.optional(z.nullable(z.string())).check(about('AWS region; default: the endpoint’s.'));

/** What may be billed for each request: LLMeter's dimensions (llmeter-format 8.2), as in its files. */
export const requestDimensionSchema = z.discriminatedUnion('_type', [
  z.strictObject({
    _type: z.literal('InputTokens'),
    price_per_million: perMillion,
    granularity: tokenSteps,
  }),
  z.strictObject({
    _type: z.literal('OutputTokens'),
    price_per_million: perMillion,
    granularity: tokenSteps,
  }),
]);

/**
 * What may be billed for the duration of a run. A missing SageMaker price is looked up before the run
 * (llmeter-format 8.3).
 */
export const runDimensionSchema = z.discriminatedUnion('_type', [
  z.strictObject({
    _type: z.literal('EndpointTime'),
    price_per_hour: amount.check(about('Price per hour.')),
    granularity_secs: z
      ._default(granularity, 1)
      .check(about('Time is billed in steps of this many seconds; a partial step is billed in full.')),
  }),
  z.strictObject({
    _type: z.literal('SageMakerRTEndpointCompute'),
    instance_type: z.string().check(z.minLength(1), about('Instance type, e.g. ml.g5.xlarge.')),
    instance_count: z._default(z.int().check(z.positive()), 1).check(about('Number of instances.')),
    price_per_hour: z
      .optional(z.nullable(amount))
      .check(about('Price per hour of one instance; default: from the AWS price list.')),
    region,
  }),
  z.strictObject({
    _type: z.literal('SageMakerRTEndpointStorage'),
    gbs_provisioned: amount.check(about('Total gigabytes of all instances.')),
    price_per_gb_hour: z
      .optional(z.nullable(amount))
      .check(about('Price per gigabyte and hour; default: from the AWS price list.')),
    region,
  }),
]);

export type RequestDimension = z.infer<typeof requestDimensionSchema>;
export type RunDimension = z.infer<typeof runDimensionSchema>;
export type Dimension = RequestDimension | RunDimension;

/** Cost of a request in one dimension; null if its tokens are not known. */
export function requestCost(dimension: RequestDimension, response: InvocationResponse): number | null {
  const tokens = dimension._type === 'InputTokens' ? response.num_tokens_input : response.num_tokens_output;
  if (tokens === null) return null;
  const steps = Math.ceil(tokens / dimension.granularity);
  return (steps * dimension.granularity * dimension.price_per_million) / 1e6;
}

/** Cost of `testTime` seconds in one dimension; null if the time or the price is not known. */
export function runCost(dimension: RunDimension, testTime: number | null): number | null {
  if (testTime === null) return null;
  switch (dimension._type) {
    case 'EndpointTime': {
      const steps = Math.ceil(testTime / dimension.granularity_secs);
      return (steps * dimension.granularity_secs * dimension.price_per_hour) / 3600;
    }
    case 'SageMakerRTEndpointCompute': {
      const { price_per_hour: price, instance_count: count } = dimension;
      return price == null ? null : (Math.ceil(testTime) * count * price) / 3600;
    }
    case 'SageMakerRTEndpointStorage': {
      const { price_per_gb_hour: price, gbs_provisioned: gigabytes } = dimension;
      return price == null ? null : (Math.ceil(testTime) * gigabytes * price) / 3600;
    }
    default:
      return dimension satisfies never;
  }
}
