import * as z from 'zod/mini';
import { UserError } from '../base/errors.ts';
import { explainIssues, inputSchema } from '../base/explainIssues.ts';
import type { JsonObject } from '../base/jsonValue.ts';
import {
  type Dimension,
  type RequestDimension,
  type RunDimension,
  requestDimensionSchema,
  runDimensionSchema,
} from './dimensions.ts';

/** LLMeter's cost model: named dimensions, in the order of summation (llmeter-format 8.2). */
export interface CostModel {
  readonly request_dims: Readonly<Record<string, RequestDimension>>;
  readonly run_dims: Readonly<Record<string, RunDimension>>;
}

const map = <T extends z.core.$ZodType>(dimension: T, description: string) =>
  z._default(z.record(z.string(), dimension), {}).check(z.meta({ description }));

/** The JSON that LLMeter's `CostModel.save_to_file` writes; the outer `_type` is optional. */
export const costModelSchema = z.strictObject({
  _type: z.optional(z.literal('CostModel')),
  request_dims: map(requestDimensionSchema, 'Costs of each request, under names of your choice.'),
  run_dims: map(runDimensionSchema, 'Costs of the duration of the run, under names of your choice.'),
});

/**
 * A cost model of dimensions, under the given names or their class names. Throws UserError for duplicate
 * names.
 */
export function costModel(
  request: readonly RequestDimension[] | Readonly<Record<string, RequestDimension>> = {},
  run: readonly RunDimension[] | Readonly<Record<string, RunDimension>> = {},
): CostModel {
  const model = { request_dims: named(request), run_dims: named(run) };
  const twice = Object.keys(model.request_dims).find(name => Object.hasOwn(model.run_dims, name));
  if (twice !== undefined) throw duplicateName(twice);
  return model;
}

function named<D extends Dimension>(
  dimensions: readonly D[] | Readonly<Record<string, D>>,
): Record<string, D> {
  if (!isList(dimensions)) return { ...dimensions };
  const map: Record<string, D> = {};
  for (const dimension of dimensions) {
    if (Object.hasOwn(map, dimension._type)) throw duplicateName(dimension._type);
    map[dimension._type] = dimension;
  }
  return map;
}

function isList<D>(value: readonly D[] | Readonly<Record<string, D>>): value is readonly D[] {
  return Array.isArray(value);
}

function duplicateName(name: string): UserError {
  return new UserError(`The cost model has two dimensions named "${name}": rename one of them.`);
}

/**
 * Reads a cost model as LLMeter saves it; unlike LLMeter, also with SageMaker's dimensions. Throws UserError
 * that names `source`.
 */
export function readCostModel(json: unknown, source: string): CostModel {
  const parsed = costModelSchema.safeParse(json);
  if (!parsed.success) {
    const sentences = explainIssues(parsed.error.issues, json, inputSchema(costModelSchema));
    throw new UserError(`${source}: ${sentences.join(' ')}`);
  }
  return costModel(parsed.data.request_dims, parsed.data.run_dims);
}

/** The JSON that LLMeter's `CostModel.load_from_file` reads. */
export function costModelToJson({ request_dims, run_dims }: CostModel): JsonObject {
  return {
    _type: 'CostModel',
    request_dims: plainDimensions(request_dims, []),
    run_dims: plainDimensions(run_dims, []),
  };
}

/** The model as it is written to `run_config.json`: plain objects without types (llmeter-format 4.6). */
export function costModelInConfig({ request_dims, run_dims }: CostModel): JsonObject {
  return {
    request_dims: plainDimensions(request_dims, ['_type']),
    run_dims: plainDimensions(run_dims, ['_type']),
  };
}

/** The dimensions as plain JSON, without undefined values and the `omitted` keys. */
function plainDimensions(
  dimensions: Readonly<Record<string, Dimension>>,
  omitted: readonly string[],
): JsonObject {
  const plain = (dimension: Dimension) =>
    Object.entries(dimension).flatMap(([key, value]) =>
      value === undefined || omitted.includes(key) ? [] : [[key, value] as const],
    );
  return Object.fromEntries(
    Object.entries(dimensions).map(([name, dimension]) => [name, Object.fromEntries(plain(dimension))]),
  );
}
