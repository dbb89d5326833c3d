/**
 * The core module holds the rules of a benchmark as plain data and functions: what a plan may say, how the
 * events of one request become a response and a trace, and how statistics, metrics, costs and comparisons
 * are computed from them. It never reads a file or the network, knows no editor and no browser, and imports
 * no other module. Start here with the plan. Then follow one request through request/timeline.ts,
 * metrics/metricColumns.ts and compare/compareSamples.ts.
 */

import * as z from 'zod/mini';
import type { JsonValue } from '../base/jsonValue.ts';
import { callbackPlanSchema, callbackProblem } from './callbackPlan.ts';
import { costPlanSchema } from './costPlan.ts';
import type { EndpointConfigBase } from './endpointConfig.ts';
import { failureFields, failureProblem } from './failurePlan.ts';
import { type Contradiction, limitProblems } from './limitProblems.ts';
import { cachePointSchema, thinkingSchema } from './payloadOptions.ts';
import { progressStatsSchema } from './progressStatsPlan.ts';
import { promptProblem, promptSources } from './prompts/promptSource.ts';
import { tokenizerPlanSchema } from './tokenizerPlan.ts';

const about = (description: string) => z.meta({ description });
const seconds = z.union([
  z.number().check(z.positive()),
  z.string().check(z.regex(/^\s*\d+(\.\d+)?\s*(ms|s|min|m|h)?\s*$/)),
]);
/** Any value is valid, because plans are JSON or YAML. */
const anyJson: z.ZodMiniType<JsonValue, JsonValue> = z.any();
const payloadObject = z.record(z.string(), anyJson);

const attachmentSchema = z.union([
  z.string().check(z.minLength(1)),
  z.strictObject({
    file: z.string().check(z.minLength(1), about('Path or s3:// address of the file.')),
    after: z.literal('prompt').check(about('Send it after the prompt.')),
  }),
]);

/** What is sent. */
const contentFields = {
  prompt: z.optional(
    z
      .union([z.string(), z.array(z.string()).check(z.minLength(1)), ...promptSources])
      .check(
        about(
          'One prompt, a list that the requests cycle through, or a source: {"file": ...}, {"files": ...}, {"synthetic": ...} or {"collection": ...}.',
        ),
      ),
  ),
  system: z.optional(z.string().check(about('System prompt sent with `prompt`.'))),
  attachments: z.optional(
    z
      .array(attachmentSchema)
      .check(
        about(
          'Paths or s3:// addresses of images, audio, video or PDFs that are sent with every `prompt`: before it, or after it as {"file": "photo.png", "after": "prompt"}.',
        ),
      ),
  ),
  thinking: z.optional(
    thinkingSchema.check(
      about(
        'How the model thinks before it answers a `prompt`: {"mode": "adaptive"}, {"mode": "enabled", "budgetTokens": 2048} or {"mode": "enabled", "effort": "low"}, depending on the API.',
      ),
    ),
  ),
  cachePoint: z.optional(
    cachePointSchema.check(
      about(
        'What to mark for caching, for APIs that need explicit cache points: {"after": "system"} or {"after": "prompt"}.',
      ),
    ),
  ),
  maxTokens: z
    ._default(z.int().check(z.positive()), 256)
    .check(about('Maximum number of tokens of an answer to `prompt`.')),
  payload: z.optional(
    z
      .union([z.string(), payloadObject, z.array(payloadObject).check(z.minLength(1))])
      .check(
        about(
          'Requests in the provider’s own format: one, a list, or the path or s3:// address of a .json or .jsonl file (also OpenAI batch files) or of a folder of them.',
        ),
      ),
  ),
  body: z.optional(
    payloadObject.check(
      about(
        'Further members of every request’s body, such as {"ignore_eos": true, "top_k": 40}. Objects are merged into those of the request. They are saved in plain text.',
      ),
    ),
  ),
};

/** How many requests are sent, by how many clients, and when. */
const loadFields = {
  clients: z
    ._default(z.int().check(z.positive(), z.maximum(100_000)), 1)
    .check(about('Number of concurrent clients. Each waits for an answer before it sends its next request.')),
  requests: z.optional(
    z.int().check(z.positive(), about('Requests per client; default: the number of payloads.')),
  ),
  distribute: z
    ._default(z.boolean(), false)
    .check(
      about(
        'Distribute the payloads over the clients, so that each payload is sent once, instead of by every client.',
      ),
    ),
  duration: z.optional(
    seconds.check(about('Send requests for this long, e.g. "30s", instead of a fixed number of requests.')),
  ),
  repeats: z
    ._default(z.int().check(z.positive(), z.maximum(100)), 1)
    .check(
      about(
        'How often the whole run is repeated. Each time is a run of its own; intervals then come from the differences between them.',
      ),
    ),
  warmup: z
    ._default(z.int().check(z.nonnegative()), 0)
    .check(
      about('Warm-up requests per client. They are recorded and marked, and excluded from all statistics.'),
    ),
  rampUp: z
    ._default(z.union([z.literal(0), seconds]), 0)
    .check(about('Spread the first requests of the clients over this time.')),
  timeout: z
    ._default(seconds, 60)
    .check(about('Maximum duration of a request. A slower request counts as an error.')),
  retries: z
    ._default(z.int().check(z.nonnegative()), 0)
    .check(
      about(
        'Number of retries of a failed request. Retries count towards its latency, so the default is none.',
      ),
    ),
  seed: z._default(z.int(), 0).check(about('Seed of the order in which each client sends the payloads.')),
  lowMemory: z
    ._default(z.boolean(), false)
    .check(about('Keep no answers in memory. They are saved in the run folder only.')),
};

/** What is measured and computed, and where it is saved. */
const resultFields = {
  slo: z.optional(
    z
      .strictObject({
        ttft: z.optional(seconds.check(about('Maximum time to first token.'))),
        ttlt: z.optional(seconds.check(about('Maximum time to last token.'))),
        tpot: z.optional(seconds.check(about('Maximum time per output token.'))),
      })
      .check(about('Limits a request must meet to count as good (goodput).')),
  ),
  tokenizer: z.optional(
    tokenizerPlanSchema.check(
      about(
        'Tokenizer for token counts that the server does not report: {"tokenizer_module": "tiktoken", "name": "o200k_base"}, or "transformers" with the path of a tokenizer.json; default: counts words.',
      ),
    ),
  ),
  callbacks: z.optional(
    z
      .array(callbackPlanSchema)
      .check(
        about(
          'Hooks that run, in this order, before and after each request and the run: {"cacheBuster": true}, {"mlflow": ...} or {"module": "./my-callback.mjs"}.',
        ),
      ),
  ),
  cost: z.optional(
    costPlanSchema.check(
      about(
        'Prices for computing the cost of the run, and a budget; false = compute no cost. Default: the price of the model, if known.',
      ),
    ),
  ),
  output: z.optional(z.string().check(about('Folder that run folders are created in.'))),
  progressBarStats: z.optional(
    progressStatsSchema.check(
      about(
        'What is shown of a run in progress: labels with LLMeter’s statistics, e.g. {"p99_ttft": "time_to_first_token-p99", "tps": ["time_per_output_token-p50", "inv"]}, or groups of them; {} = nothing.',
      ),
    ),
  ),
};

/**
 * The definition of a run plan. Its types, its check and its JSON schema come from here. A checked plan has its
 * defaults filled in, and its times as they were written (see `parseDuration`). The module that knows the
 * endpoint kinds passes the schema of `endpoint`.
 */
export function planSchema<E extends z.core.$ZodType>(endpoint: E) {
  const fields = z.strictObject({
    $schema: z.optional(z.string().check(about('JSON schema of this file, for completion in the editor.'))),
    name: z.optional(
      z
        .string()
        .check(
          z.regex(/^[^/\\:*?"<>|]+$/),
          about('Name of the run and of its folder; default: the local date and time.'),
        ),
    ),
    description: z.optional(z.string().check(about('Free text kept with the results.'))),
    endpoint,
    ...contentFields,
    ...loadFields,
    ...failureFields,
    ...resultFields,
  });
  return fields.check(({ value, issues }) => {
    // Zod runs this check even after a malformed text. That text is reported already.
    if (issues.length > 0) return;
    for (const { path, message } of contradictions(value)) {
      issues.push({ code: 'custom', path, message, input: value });
    }
  });
}

/** A checked plan. It needs no further check, not even if a field is replaced by a valid one. */
export type CheckedPlan<E extends z.core.$ZodType = z.ZodMiniType<EndpointConfigBase>> = z.output<
  ReturnType<typeof planSchema<E>>
>;

/** An unchecked plan without its endpoint. */
export type PlanInput = Omit<z.input<ReturnType<typeof planSchema<z.ZodMiniUnknown>>>, 'endpoint'>;

/** Errors that depend on more than the type of a single field. */
function contradictions(plan: Omit<CheckedPlan, 'endpoint'> & { endpoint?: unknown }): Contradiction[] {
  const { name, prompt, requests, duration, distribute, callbacks = [] } = plan;
  const found: Contradiction[] = [];
  const bound = requests !== undefined ? 'requests' : duration !== undefined ? 'duration' : null;
  if (requests !== undefined && duration !== undefined) {
    found.push({ path: ['duration'], message: 'Give either "requests" or "duration", not both.' });
  } else if (distribute && bound !== null) {
    const message = `"distribute" sends each payload once, so it cannot be combined with "${bound}": remove one of them.`;
    found.push({ path: ['distribute'], message });
  }
  if (name?.trim() === '') found.push({ path: ['name'], message: '"name" is empty.' });
  const unfit = typeof prompt === 'object' && !Array.isArray(prompt) ? promptProblem(prompt) : null;
  if (unfit !== null) found.push({ path: ['prompt'], message: unfit });
  const problem = callbackProblem(callbacks);
  if (problem !== null) found.push({ path: ['callbacks'], message: problem });
  const failures = failureProblem(plan.stopOn);
  if (failures !== null) found.push(failures);
  return [...found, ...limitProblems(plan)];
}
