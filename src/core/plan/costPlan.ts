import * as z from 'zod/mini';
import { costModelSchema } from '../cost/costModel.ts';
import { priceSchema } from '../cost/price.ts';
import { tableEntrySchema } from '../cost/priceTable.ts';

const about = (description: string) => z.meta({ description });
const path = z.string().check(z.minLength(1));

/** A plan's `cost`: at what prices it is computed, and how much may be spent. */
export const costPlanSchema = z.union([
  z.literal(false),
  z.strictObject({
    prices: z.optional(
      z
        .union([path, priceSchema, z.array(tableEntrySchema).check(z.minLength(1))])
        .check(
          about(
            'Path of a price table (YAML or JSON), one price such as {"input": 3, "output": 15} per million tokens, or a list of a table’s entries.',
          ),
        ),
    ),
    dims: z.optional(
      z
        .union([path, costModelSchema])
        .check(
          about(
            'LLMeter’s cost model: {"request_dims": {...}, "run_dims": {...}}, or the path of one that it saved.',
          ),
        ),
    ),
    sagemaker: z.optional(
      z
        .union([
          z.literal(true),
          z.strictObject({
            endpointName: z.optional(
              path.check(about('Name of the SageMaker endpoint; default: the plan’s.')),
            ),
            region: z.optional(path.check(about('AWS region; default: the plan’s.'))),
          }),
        ])
        .check(
          about(
            'Look up what the instances and the storage of a SageMaker endpoint cost on the AWS price list.',
          ),
        ),
    ),
    budget: z.optional(
      z
        .number()
        .check(
          z.positive(),
          about('Most that may be spent, in the currency of the price: the run stops before it is exceeded.'),
        ),
    ),
  }),
]);

export type CostPlan = z.infer<typeof costPlanSchema>;
