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

/** Checks a plan and fills in its defaults. Throws UserError that names `source` and says what to change. */
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
  const problem = contradictionIn(plan) ?? callbackProblem(plan.callbacks ?? []) ?? timeProblem(plan);
  if (problem !== null) throw new UserError(`${source}: ${problem}`);
  return plan;
}

/** A contradiction between keys that are valid on their own; null = none. */
function contradictionIn({ requests, duration, distribute, name }: RunPlan): string | null {
  if (requests !== undefined && duration !== undefined) {
    return 'Give either "requests" or "duration", not both.';
  }
  const bound = requests !== undefined ? 'requests' : duration !== undefined ? 'duration' : null;
  if (distribute && bound !== null) {
    return `"distribute" sends each payload once, so it cannot be combined with "${bound}": remove one of them.`;
  }
  return name?.trim() === '' ? '"name" is empty.' : null;
}

/** The first time in a plan that is not greater than 0. Throws UserError for one that cannot be read. */
function timeProblem({ duration, timeout, slo = {} }: RunPlan): string | null {
  const limits = Object.entries(slo).map(([key, limit]) => [`slo.${key}`, limit] as const);
  for (const [key, value] of [['duration', duration], ['timeout', timeout], ...limits] as const) {
    if (value !== undefined && parseDuration(value, `"${key}"`) <= 0) {
      return `"${key}" must be greater than 0, not "${value}".`;
    }
  }
  return null;
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
