import { isJsonObject, type JsonObject, type JsonValue } from '../core/base/jsonValue.ts';
import type { InvocationResponse } from '../core/request/response.ts';
import { type RunSummary, summaryFromJson } from '../core/stats/runSummary.ts';

/** The summary of a run that wrote none, from its configuration and its responses (llmeter-format 4.8). */
export function recoverSummary(
  config: JsonObject | null,
  responses: readonly InvocationResponse[] | null,
): RunSummary {
  const endpoint = stateOf(config?.['endpoint'] ?? null);
  const summary = summaryFromJson({
    ...pick(config ?? {}, ['clients', 'n_requests', 'run_name', 'run_description']),
    ...pick(endpoint, ['model_id', 'endpoint_name', 'provider']),
  });
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

function pick(json: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(
    keys.filter(key => Object.hasOwn(json, key)).map(key => [key, json[key] ?? null]),
  );
}

/** Newer Python versions wrap objects as class and state; the class is never looked up. */
function stateOf(value: JsonValue): JsonObject {
  if (!isJsonObject(value)) return {};
  const state = value['__llmeter_state__'];
  return isJsonObject(state) ? state : value;
}
