import type * as z from 'zod/mini';
import { UserError } from '../../core/base/errors.ts';
import { explainIssues, inputSchema } from '../../core/base/explainIssues.ts';
import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import { type CheckedPlan, planSchema } from '../../core/plan/plan.ts';
import {
  type EndpointConfig,
  type EndpointConfigInput,
  endpointConfigSchema,
} from '../../endpoints/kinds.ts';

const endpoint: z.ZodMiniType<EndpointConfig, EndpointConfigInput> = endpointConfigSchema;

/** The schema of a run plan over all endpoint kinds. */
const runPlanSchema = planSchema(endpoint);

/** A checked plan over all endpoint kinds. */
export type RunPlan = CheckedPlan<typeof endpoint>;

/** JSON schema of plan files. */
export function planJsonSchema(): JsonObject {
  return { ...inputSchema(runPlanSchema), title: 'LLMeter run plan' };
}

/** The keys that lead to a value in a plan. */
export type KeyPath = readonly PropertyKey[];

/**
 * Checks a plan and fills in its defaults. Throws UserError that names `source` and says what to change.
 * @param source what to call the plan; as a function it can name the places of the errors too
 */
export function parsePlan(value: unknown, source: string | ((wrong: KeyPath[]) => string)): RunPlan {
  const given = isJsonObject(value) && !('endpoint' in value) ? { ...value, endpoint: undefined } : value;
  const parsed = runPlanSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const shown = isJsonObject(given) ? { ...given, endpoint: withoutKeys(given['endpoint']) } : given;
  const places = issues.flatMap((issue): KeyPath[] =>
    issue.code === 'unrecognized_keys' ? issue.keys.map(key => [...issue.path, key]) : [issue.path],
  );
  const name = typeof source === 'string' ? source : source(places);
  throw new UserError(`${name}: ${explainIssues(issues, shown, planJsonSchema()).join(' ')}`);
}

/** Checks an endpoint configuration on its own. */
export function parseEndpoint(value: unknown): EndpointConfig {
  const parsed = endpointConfigSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const sentences = explainIssues(parsed.error.issues, withoutKeys(value), inputSchema(endpointConfigSchema));
  throw new UserError(`The endpoint: ${sentences.join(' ')}`);
}

/** The same without texts that may be API keys: some people put a key where its name belongs. */
function withoutKeys(endpoint: unknown): unknown {
  if (!isJsonObject(endpoint)) return endpoint;
  const hidden = ['apiKeyEnv', 'headers'].filter(key => typeof endpoint[key] === 'string');
  return { ...endpoint, ...Object.fromEntries(hidden.map(key => [key, '***'])) };
}
