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
          'Where the tag goes: "start" (default) = before everything else that the model reads, "system" = in the system prompt, "prompt" = in the first user message.',
        ),
      ),
  ),
  path: z.optional(
    text.check(
      about(
        'Path of the text inside the payload, e.g. "input.0.text", for payloads of an unknown form. Use it instead of `target`.',
      ),
    ),
  ),
  salt: z.optional(
    text.check(
      about(
        'Text that the tags of this run are derived from; default: random, and saved in run_config.json. To send exactly the same prompts again, set it to the saved value.',
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
        'Name of the experiment, which is created if it does not exist; default: MLFLOW_EXPERIMENT_NAME, else MLFLOW_EXPERIMENT_ID, else the server’s default experiment.',
      ),
    ),
  ),
  runName: z.optional(text.check(about('Name of the run in MLflow; default: the name of the run.'))),
  runId: z.optional(
    text.check(
      about('Id of an existing MLflow run to log to, or to nest in; default: MLFLOW_RUN_ID, else a new run.'),
    ),
  ),
  step: z.optional(z.int().check(about('Step of all metrics; default: 0.'))),
  nested: z
    ._default(z.boolean(), false)
    .check(
      about(
        'Log to a child of the run `runId`. Without `runId`, the parent is a run for the folder around the run folder, so that the levels of a load test are grouped.',
      ),
    ),
  artifacts: z
    ._default(z.boolean(), false)
    .check(about('Upload the files of the run folder. The server must accept artifacts.')),
  tokenEnv: z.optional(
    text.check(
      about(
        'Environment variable with the server’s bearer token; default: MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, else MLFLOW_TRACKING_TOKEN.',
      ),
    ),
  ),
  allowInsecureKey: z.optional(
    z
      .boolean()
      .check(
        about(
          'Send user, password or token over http:// to another machine, where everyone on the way can read it.',
        ),
      ),
  ),
});

export type MlflowPlan = z.infer<typeof mlflowPlan>;

/** Checks the settings of this callback on their own and fills in their defaults. Throws UserError. */
export function parseMlflowPlan(value: unknown): MlflowPlan {
  const parsed = mlflowPlan.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UserError(
    `MLflow: ${explainIssues(parsed.error.issues, value, inputSchema(mlflowPlan)).join(' ')}`,
  );
}

/** One entry of a plan's `callbacks`. It must have exactly one of the keys (see `callbackProblem`). */
export const callbackPlanSchema = z.strictObject({
  cacheBuster: z.optional(
    z
      .union([z.literal(true), cacheBusterPlan])
      .check(
        about(
          'Put a unique tag at the beginning of each request’s text, so that no prompt cache contains it.',
        ),
      ),
  ),
  mlflow: z.optional(
    mlflowPlan.check(
      about(
        'Log parameters and statistics to an MLflow tracking server when the run ends. Place it after callbacks that contribute statistics.',
      ),
    ),
  ),
  module: z.optional(
    text.check(
      about(
        'Path of your own ES module that exports beforeRun, beforeInvoke, afterInvoke or afterRun, or createCallback(options). `llmeter schema callback` prints their types.',
      ),
    ),
  ),
  options: z.optional(
    z
      .record(z.string(), z.unknown())
      .check(about('Options for the `module`. They are saved with the results, so put no secrets here.')),
  ),
});

export type CallbackPlan = z.infer<typeof callbackPlanSchema>;

/** The first error in a plan's callbacks that their types do not show, as a sentence; null = none. */
export function callbackProblem(callbacks: readonly CallbackPlan[]): string | null {
  for (const [i, callback] of callbacks.entries()) {
    const place = `"callbacks.${i}"`;
    const kinds = Object.keys(callbackPlanSchema.shape).filter(key => key !== 'options');
    const given = kinds.filter(kind => callback[kind as keyof CallbackPlan] !== undefined);
    if (given.length !== 1) {
      return `${place} must have exactly one of ${kinds.join(', ')}: write each callback as its own entry.`;
    }
    const { cacheBuster, module, options } = callback;
    if (options !== undefined && module === undefined) return `${place}: "options" are for a "module".`;
    if (cacheBuster !== undefined && cacheBuster !== true && cacheBuster.target && cacheBuster.path) {
      return `${place}: give the cache buster either "target" or "path", not both.`;
    }
  }
  return null;
}
