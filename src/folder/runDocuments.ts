import * as z from 'zod/mini';
import { isJsonObject, type JsonObject } from '../core/base/jsonValue.ts';
import { classNameOf } from '../core/base/taggedObject.ts';
import { readTime } from '../core/base/time.ts';
import type { InvocationResponse } from '../core/request/response.ts';
import { type DisplaySpec, isDisplaySpec } from '../core/stats/display/liveStats.ts';
import { emptySummary, type RunSummary } from '../core/stats/runSummary.ts';
import { contentOf, type Document, open, orNull } from './documents.ts';
import { runFiles } from './names.ts';

const text = orNull(z.string());
const number = orNull(z.number());
const time = orNull(
  z.pipe(
    z.custom<string>(
      value => typeof value === 'string' && readTime(value) !== null,
      'must be a time such as "2026-01-01T12:00:00Z"',
    ),
    z.transform(readTime),
  ),
);

const summarySchema = z.object({
  total_requests: number,
  clients: z._default(z.number(), emptySummary().clients),
  n_requests: number,
  total_test_time: number,
  model_id: text,
  output_path: text,
  endpoint_name: text,
  provider: text,
  run_name: text,
  run_description: text,
  start_time: time,
  first_request_time: time,
  last_request_time: time,
  end_time: time,
}) satisfies z.ZodMiniType<RunSummary>;

/** Reads `summary.json`; null without one. */
export function readSummary(document: Document, warnings: string[]): RunSummary | null {
  return contentOf(document, runFiles.summary, summarySchema, warnings);
}

/** What a configuration says of the endpoint. Newer Python versions save objects as class and state. */
function endpointIn(config: RunConfigFile | null) {
  return config?.endpoint?.__llmeter_state__ ?? config?.endpoint;
}

/** Rebuilds a missing summary from the configuration and the responses (llmeter-format 4.8). */
export function recoverSummary(
  config: RunConfigFile | null,
  responses: readonly InvocationResponse[] | null,
): RunSummary {
  const endpoint = endpointIn(config);
  const summary: RunSummary = {
    ...emptySummary(),
    clients: config?.clients ?? emptySummary().clients,
    n_requests: config?.n_requests ?? null,
    run_name: config?.run_name ?? null,
    run_description: config?.run_description ?? null,
    model_id: endpoint?.model_id ?? null,
    endpoint_name: endpoint?.endpoint_name ?? null,
    provider: endpoint?.provider ?? null,
  };
  if (responses === null) return summary;
  summary.total_requests = responses.length;
  for (const { request_time: at } of responses) {
    if (at === null) continue;
    summary.first_request_time = Math.min(at, summary.first_request_time ?? at);
    summary.last_request_time = Math.max(at, summary.last_request_time ?? at);
  }
  summary.start_time = summary.first_request_time;
  summary.end_time = summary.last_request_time;
  return summary;
}

function maybe<S extends z.core.$ZodType>(schema: S) {
  return z.optional(z.nullable(schema));
}

const identity = {
  model_id: maybe(z.string()),
  endpoint_name: maybe(z.string()),
  provider: maybe(z.string()),
  endpoint_type: maybe(z.string()),
};

const displaySpec = z.custom<DisplaySpec>(
  isDisplaySpec,
  'must be a statistic or a list such as ["p50", "inv"]',
);

const configSchema = open({
  endpoint: maybe(open({ ...identity, __llmeter_state__: maybe(open(identity)) })),
  clients: maybe(z.number()),
  n_requests: maybe(z.number()),
  run_name: maybe(z.string()),
  run_description: maybe(z.string()),
  progress_bar_stats: maybe(z.record(z.string(), displaySpec)),
});

/** `run_config.json` of any version: the keys that we read, and all others unchecked. */
export type RunConfigFile = z.output<typeof configSchema>;

/** The class of the endpoint that a configuration names, such as "OpenAICompletionEndpoint"; null if it names none. */
export function endpointTypeOf(config: RunConfigFile | null): string | null {
  const endpoint = config?.endpoint ?? null;
  return endpointIn(config)?.endpoint_type ?? (endpoint && classNameOf(endpoint as JsonObject));
}

/** Reads `run_config.json`; null without one. */
export function readConfig(document: Document, warnings: string[]): RunConfigFile | null {
  return contentOf(document, runFiles.config, configSchema, warnings);
}

const measured = [
  'time_to_last_token',
  'time_to_first_token',
  'time_per_output_token',
  'num_tokens_output',
  'num_tokens_input',
  'num_tokens_input_cached',
];

/** The keys of LLMeter's own statistics. Callbacks add others, which may hold anything. */
const numbers = [
  'total_requests',
  'clients',
  'n_requests',
  'total_test_time',
  'failed_requests',
  'failed_requests_rate',
  'requests_per_minute',
  'output_tps',
  'total_input_tokens',
  'total_output_tokens',
  'total_cached_input_tokens',
  'total_reasoning_output_tokens',
  'average_input_tokens_per_minute',
  'average_output_tokens_per_minute',
  ...measured.flatMap(metric => ['average', 'p50', 'p90', 'p99'].map(part => `${metric}-${part}`)),
];
/** Python writes NaN and infinities too. */
const statistic = z.optional(
  z.custom<number | null>(value => value === null || typeof value === 'number', 'must be a number or null'),
);

const statsSchema = open({
  ...Object.fromEntries(numbers.map(key => [key, statistic])),
  interrupted: z.optional(z.boolean()),
});

/** Reads `stats.json` and keeps the order of its keys; null without one. */
export function readStats(document: Document, warnings: string[]): JsonObject | null {
  const content = contentOf(document, runFiles.stats, statsSchema, warnings);
  if (content === null || !isJsonObject(document)) return null;
  return Object.fromEntries(
    Object.keys(document).flatMap(key => {
      const value = content[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}
