import { parseDuration } from '../../core/base/duration.ts';
import { UserError } from '../../core/base/errors.ts';
import { explainIssues, inputSchema } from '../../core/base/explainIssues.ts';
import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import { callbackProblem } from '../../core/plan/callbackPlan.ts';
import { type RunPlan as PlanOf, planSchema } from '../../core/plan/plan.ts';
import { type EndpointConfig, endpointConfigSchema } from '../../endpoints/kinds.ts';

/** The schema of a run plan over all endpoint kinds. */
export const runPlanSchema = planSchema(endpointConfigSchema);

export type RunPlan = PlanOf<EndpointConfig>;

/** JSON schema of plan files. */
export function planJsonSchema(): JsonObject {
  return { ...inputSchema(runPlanSchema), title: 'LLMeter run plan' };
}

/** Checks a plan and fills its defaults in. Throws UserError that says what to change, naming `source`. */
export function parsePlan(value: unknown, source: string): RunPlan {
  const given = isJsonObject(value) && !('endpoint' in value) ? { ...value, endpoint: undefined } : value;
  const parsed = runPlanSchema.safeParse(given);
  if (!parsed.success) {
    const shown = isJsonObject(given) ? { ...given, endpoint: withoutKeys(given['endpoint']) } : given;
    throw new UserError(
      `${source}: ${explainIssues(parsed.error.issues, shown, planJsonSchema()).join(' ')}`,
    );
  }
  const plan = parsed.data as RunPlan;
  if (plan.requests !== undefined && plan.duration !== undefined) {
    throw new UserError(`${source}: Give either "requests" or "duration", not both.`);
  }
  const bound = plan.requests !== undefined ? 'requests' : plan.duration !== undefined ? 'duration' : null;
  if (plan.distribute && bound !== null) {
    throw new UserError(
      `${source}: "distribute" sends each payload once, so "${bound}" does not go with it. Leave one of them out.`,
    );
  }
  if (plan.name !== undefined && plan.name.trim() === '') throw new UserError(`${source}: "name" is empty.`);
  const problem = callbackProblem(plan.callbacks ?? []);
  if (problem !== null) throw new UserError(`${source}: ${problem}`);
  for (const [key, value] of [
    ['duration', plan.duration],
    ['timeout', plan.timeout],
    ...Object.entries(plan.slo ?? {}).map(([key, limit]) => [`slo.${key}`, limit] as const),
  ] as const) {
    if (value !== undefined && parseDuration(value, `"${key}"`) <= 0) {
      throw new UserError(`${source}: "${key}" must be greater than 0, not "${value}".`);
    }
  }
  return plan;
}

/** Checks an endpoint configuration by itself. */
export function parseEndpoint(value: unknown): EndpointConfig {
  const parsed = endpointConfigSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const sentences = explainIssues(parsed.error.issues, withoutKeys(value), inputSchema(endpointConfigSchema));
  throw new UserError(`The endpoint: ${sentences.join(' ')}`);
}

/** The same without the texts that may be an API key which somebody put where its name belongs. */
function withoutKeys(endpoint: unknown): unknown {
  if (!isJsonObject(endpoint)) return endpoint;
  const hidden = ['apiKeyEnv', 'headers'].filter(key => typeof endpoint[key] === 'string');
  return { ...endpoint, ...Object.fromEntries(hidden.map(key => [key, '***'])) };
}
