import * as z from 'zod/mini';
import { costModelSchema } from '../cost/costModel.ts';
import { priceSchema } from '../cost/price.ts';
import { tableEntrySchema } from '../cost/priceTable.ts';

const about = (description: string) => z.meta({ description });
const path = z.string().check(z.minLength(1));

/** A plan's `cost`: the prices for computing the cost, and the budget. */
export const costPlanSchema = z.union([
  z.literal(false),
  z.strictObject({
    prices: z.optional(
      z
        .union([path, priceSchema, z.array(tableEntrySchema).check(z.minLength(1))])
        .check(
          about(
            'Path of a price table (YAML or JSON), one price per million tokens such as {"input": 3, "output": 15}, or a list of price table entries.',
          ),
        ),
    ),
    dims: z.optional(
      z
        .union([path, costModelSchema])
        .check(
          about(
            'LLMeter’s cost model: {"request_dims": {...}, "run_dims": {...}}, or the path of a saved one.',
          ),
        ),
    ),
    sagemaker: z.optional(
      z
        .union([
          z.literal(true),
          z.strictObject({
            endpointName: z.optional(
              path.check(about('Name of the SageMaker endpoint; default: that of the plan’s endpoint.')),
            ),
            region: z.optional(path.check(about('AWS region; default: that of the plan’s endpoint.'))),
          }),
        ])
        .check(
          about('Look up the prices of a SageMaker endpoint’s instances and storage in the AWS price list.'),
        ),
    ),
    budget: z.optional(
      z
        .number()
        .check(
          z.positive(),
          about(
            'Maximum amount to spend, in the currency of the price. The run stops before it is exceeded.',
          ),
        ),
    ),
  }),
]);

export type CostPlan = z.infer<typeof costPlanSchema>;
