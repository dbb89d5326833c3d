import type { JsonValue } from '../base/jsonValue.ts';
import { writeTime } from '../base/time.ts';

/** What `summary.json` holds (llmeter-format 4.6). Times are milliseconds since the epoch, durations seconds. */
export interface RunSummary {
  /** Responses processed, not requests planned. */
  total_requests: number | null;
  clients: number;
  /** Requests per client: as configured, or total // clients for a time-bound or interrupted run. */
  n_requests: number | null;
  /** From starting the clients to the last one finishing; null for an interrupted run. */
  total_test_time: number | null;
  model_id: string | null;
  output_path: string | null;
  endpoint_name: string | null;
  provider: string | null;
  run_name: string | null;
  run_description: string | null;
  start_time: number | null;
  first_request_time: number | null;
  last_request_time: number | null;
  end_time: number | null;
}

/** The key order of LLMeter's files. */
export const summaryFields = [
  'total_requests',
  'clients',
  'n_requests',
  'total_test_time',
  'model_id',
  'output_path',
  'endpoint_name',
  'provider',
  'run_name',
  'run_description',
  'start_time',
  'first_request_time',
  'last_request_time',
  'end_time',
] as const satisfies readonly (keyof RunSummary)[];

/** The values of keys that a file does not contain. */
export function emptySummary(): RunSummary {
  return {
    total_requests: null,
    clients: 1,
    n_requests: null,
    total_test_time: null,
    model_id: null,
    output_path: null,
    endpoint_name: null,
    provider: null,
    run_name: null,
    run_description: null,
    start_time: null,
    first_request_time: null,
    last_request_time: null,
    end_time: null,
  };
}

const times = ['start_time', 'first_request_time', 'last_request_time', 'end_time'] as const;

/** The 14 keys in order, times as text: the content of `summary.json` and the first keys of all statistics. */
export function summaryToJson(summary: RunSummary): Record<string, JsonValue> {
  const json: Record<string, JsonValue> = {};
  for (const key of summaryFields) json[key] = summary[key];
  for (const key of times) json[key] = summary[key] === null ? null : writeTime(summary[key]);
  return json;
}

/** What is known about a run when it ends. */
export interface RunEnd {
  startTime: number;
  firstRequestTime: number | null;
  lastRequestTime: number | null;
  endTime: number;
  totalRequests: number;
  /** Seconds; ignored for an interrupted run. */
  totalTestTime: number;
  interrupted: boolean;
}

/** What is known about a run from the start. */
export interface RunIdentity {
  clients: number;
  /** Requests per client; null for a time-bound run. */
  requests: number | null;
  modelId: string;
  endpointName: string;
  provider: string;
  name: string;
  description: string | null;
  outputPath: string | null;
}

/** The summary of a finished or interrupted run, by the rules of llmeter-format 4.6 and 4.7. */
export function summarizeRun(run: RunIdentity, end: RunEnd): RunSummary {
  return {
    total_requests: end.totalRequests,
    clients: run.clients,
    n_requests:
      run.requests === null || end.interrupted ? Math.floor(end.totalRequests / run.clients) : run.requests,
    total_test_time: end.interrupted ? null : end.totalTestTime,
    model_id: run.modelId,
    output_path: run.outputPath,
    endpoint_name: run.endpointName,
    provider: run.provider,
    run_name: run.name,
    run_description: run.description,
    start_time: end.startTime,
    first_request_time: end.firstRequestTime,
    last_request_time: end.lastRequestTime,
    end_time: end.endTime,
  };
}
