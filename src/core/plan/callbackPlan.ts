import * as z from 'zod/mini';
import { UserError } from '../base/errors.ts';
import { explainIssues, inputSchema } from '../base/explainIssues.ts';
import { cacheTargets } from '../callbacks/textPlaces.ts';

const about = (description: string) => z.meta({ description });
const text = z.string().check(z.minLength(1));

const cacheBusterPlan = z.strictObject({
  target: z.optional(
    z
      .enum(cacheTargets)
      .check(
        about(
          'What gets the tag: "start" (default) = whatever the model reads first, "system" = the system prompt, "prompt" = the first message of the user.',
        ),
      ),
  ),
  path: z.optional(
    text.check(
      about(
        'Instead of `target`, for payloads of a form of their own: where the text is, e.g. "input.0.text".',
      ),
    ),
  ),
  salt: z.optional(
    text.check(
      about(
        'What this run’s tags are made from; default: drawn for each run and kept in run_config.json. Give that one to send the very same prompts again.',
      ),
    ),
  ),
});

export type CacheBusterPlan = z.infer<typeof cacheBusterPlan>;

const mlflowPlan = z.strictObject({
  trackingUri: z.optional(
    z
      .string()
      .check(
        z.regex(/^https?:\/\/\S+$/),
        about('Address of the tracking server, http:// or https://; default: MLFLOW_TRACKING_URI.'),
      ),
  ),
  experiment: z.optional(
    text.check(
      about(
        'Name of the experiment, made if there is none; default: MLFLOW_EXPERIMENT_NAME, else MLFLOW_EXPERIMENT_ID, else the server’s default one.',
      ),
    ),
  ),
  runName: z.optional(text.check(about('Name of the run in MLflow; default: the run’s own.'))),
  runId: z.optional(
    text.check(
      about('Id of a run in MLflow to log to, or to nest in, instead of a new one; default: MLFLOW_RUN_ID.'),
    ),
  ),
  step: z.optional(z.int().check(about('Step of all metrics; default: 0.'))),
  nested: z
    ._default(z.boolean(), false)
    .check(
      about(
        'Log to a child of the run `runId`, else of one for the folder that the run’s folder is in: levels of a load test then belong together.',
      ),
    ),
  artifacts: z
    ._default(z.boolean(), false)
    .check(about('Upload the files of the run folder; the server must serve artifacts.')),
  tokenEnv: z.optional(
    text.check(
      about(
        'Environment variable with the server’s bearer token; default: MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, else MLFLOW_TRACKING_TOKEN.',
      ),
    ),
  ),
});

export type MlflowPlan = z.infer<typeof mlflowPlan>;

/** Checks the callback's settings by themselves and fills their defaults in. Throws UserError. */
export function parseMlflowPlan(value: unknown): MlflowPlan {
  const parsed = mlflowPlan.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UserError(
    `MLflow: ${explainIssues(parsed.error.issues, value, inputSchema(mlflowPlan)).join(' ')}`,
  );
}

/** One entry of a plan's `callbacks`: exactly one of its keys (see `callbackProblem`). */
export const callbackPlanSchema = z.strictObject({
  cacheBuster: z.optional(
    z
      .union([z.literal(true), cacheBusterPlan])
      .check(about('Begin each request’s text with a tag of its own, so that no prompt cache holds it.')),
  ),
  mlflow: z.optional(
    mlflowPlan.check(
      about(
        'Log parameters and statistics to an MLflow tracking server when the run is over; place it after callbacks that contribute statistics.',
      ),
    ),
  ),
  module: z.optional(
    text.check(
      about(
        'Path of an ES module of yours that exports beforeRun, beforeInvoke, afterInvoke or afterRun, or createCallback(options); `llmeter schema callback` prints their types.',
      ),
    ),
  ),
  options: z.optional(
    z
      .record(z.string(), z.unknown())
      .check(about('What the `module` is given; kept with the results, so name no secrets here.')),
  ),
});

export type CallbackPlan = z.infer<typeof callbackPlanSchema>;

/** What is wrong with a plan's callbacks beyond their types, as a sentence; null = nothing. */
export function callbackProblem(callbacks: readonly CallbackPlan[]): string | null {
  for (const [i, callback] of callbacks.entries()) {
    const place = `"callbacks.${i}"`;
    const kinds = Object.keys(callbackPlanSchema.shape).filter(key => key !== 'options');
    const given = kinds.filter(kind => callback[kind as keyof CallbackPlan] !== undefined);
    if (given.length !== 1) {
      return `${place} must have exactly one of ${kinds.join(', ')}: give each callback an entry of its own.`;
    }
    const { cacheBuster, module, options } = callback;
    if (options !== undefined && module === undefined) return `${place}: "options" are for a "module".`;
    if (cacheBuster !== undefined && cacheBuster !== true && cacheBuster.target && cacheBuster.path) {
      return `${place}: Give the cache buster either "target" or "path", not both.`;
    }
  }
  return null;
}
