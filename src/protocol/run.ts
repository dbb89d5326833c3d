import type { JsonObject, JsonValue } from '../core/base/jsonValue.ts';
import type { PairComparison } from '../core/compare/result.ts';
import type { CostEstimate } from '../core/cost/estimate.ts';
import type { RunCost } from '../core/cost/runCosts.ts';
import type { Affected } from '../core/format/clientDelayWords.ts';
import type { Knee } from '../core/loadTest/knee.ts';
import type { LittlesLaw } from '../core/loadTest/littlesLaw.ts';
import type { LoadLevel } from '../core/loadTest/loadLevel.ts';
import type { Distribution } from '../core/metrics/distribution.ts';
import type { FailureGroup } from '../core/metrics/failures.ts';
import type { Scalar } from '../core/metrics/metricColumns.ts';
import type { InvocationResponse } from '../core/request/response.ts';
import type { ResponseTrace } from '../core/request/trace.ts';
import type { StatGroup } from '../core/stats/display/liveStats.ts';

/**
 * Life of a run. `partial`: stopped or killed, data kept. `failed`: the run itself could not go on.
 */
export type RunState = 'preparing' | 'warming' | 'running' | 'stopping' | 'saved' | 'partial' | 'failed';

export function isOver(state: RunState): boolean {
  return state === 'saved' || state === 'partial' || state === 'failed';
}

/** The endpoint of a run as front ends show it. Holds no secret and no header. */
export interface EndpointInfo {
  name: string;
  kind: string;
  model: string;
  provider: string;
  baseUrl: string | null;
  /** The environment variable that the base URL comes from; null = from the plan, or the usual one. */
  baseUrlFrom: string | null;
  stream: boolean;
}

export interface RunProgress {
  sent: number;
  /** Responses processed, failed ones included. */
  done: number;
  failed: number;
  cancelled: number;
  inFlight: number;
  /** Requests in flight whose answer has begun to arrive. */
  answering: number;
  /** Answers that have arrived and wait to be processed. */
  backlog: number;
  /** Planned number of measured requests; null for a time-bound run. */
  total: number | null;
  warmupDone: number;
  warmupTotal: number;
  /** Seconds since the measured part began, and its planned length if it is time-bound. */
  elapsed: number;
  duration: number | null;
}

/** Something that may make the numbers mislead, and what to do about it. */
export interface Diagnostic {
  id: string;
  severity: 'info' | 'warning';
  message: string;
  advice: string;
  /** The numbers that it concerns, by key of their metric; absent if it says nothing about single numbers. */
  affected?: Affected | undefined;
}

/** Our metrics by key (`metricDefinitions` says what each means). */
export type MetricSet = Record<string, Distribution | Scalar>;

export function isDistribution(m: Distribution | Scalar): m is Distribution {
  return 'p50' in m;
}

/** What a run in progress has spent; amounts in `currency`. */
export interface LiveCost {
  currency: string;
  /** Every finished request, warm-up included, plus costs by time so far. */
  total: number;
  /** Mean of the successful measured requests; null before the first. */
  perRequest: number | null;
  budget: number | null;
  /** Requests that did not report everything that is charged for. */
  unknown: number;
  /** Made before the first request; null until then. */
  estimate: CostEstimate | null;
}

/** Points for the live charts, at most a few thousand, thinned by the engine. Times are seconds of the run. */
export interface LiveSeries {
  ttft: { at: Float64Array; seconds: Float64Array };
  /** Per bucket of `bucketSeconds`, the bucket's start at index x bucketSeconds. */
  throughput: { bucketSeconds: number; requests: Float64Array; outputTokens: Float64Array };
}

/** Everything that is shown of a run in progress. Always complete: a late or reloaded viewer needs just one. */
export interface RunSnapshot {
  name: string;
  state: RunState;
  /** A sentence: why it failed, or what it is waiting for. */
  message: string | null;
  endpoint: EndpointInfo;
  clients: number;
  folder: string | null;
  startedAt: number;
  progress: RunProgress;
  groups: StatGroup[];
  metrics: MetricSet;
  series: LiveSeries;
  /** null when no price is known. */
  cost: LiveCost | null;
  errors: FailureGroup[];
  diagnostics: Diagnostic[];
}

/** Per-response columns of a report, all of one length; NaN = missing. Times are seconds. */
export interface ReportColumns {
  sentAt: Float64Array;
  ttft: Float64Array;
  ttlt: Float64Array;
  tpot: Float64Array;
  inputTokens: Float64Array;
  outputTokens: Float64Array;
  client: Float64Array;
  /** 1 = failed. */
  failed: Uint8Array;
}

/** A saved run, ready to be shown. */
export interface Report {
  folder: string;
  name: string;
  description: string | null;
  state: RunState;
  /** Why the data are incomplete, or null. */
  partial: string | null;
  warnings: string[];
  endpoint: EndpointInfo;
  clients: number;
  requestsPerClient: number | null;
  startTime: number | null;
  endTime: number | null;
  totalTestTime: number | null;
  totalRequests: number;
  failedRequests: number;
  metrics: MetricSet;
  /** LLMeter's own keys and values. */
  stats: JsonObject;
  groups: StatGroup[];
  columns: ReportColumns;
  ids: string[];
  errorTexts: (string | null)[];
  errors: FailureGroup[];
  diagnostics: Diagnostic[];
  environment: JsonObject | null;
  /** null when no price is known. */
  cost: RunCost | null;
  plan: JsonObject | null;
}

/** One request of a report, read when the user opens it. */
export interface RequestDetail {
  index: number;
  /** All tokens of the prompt, cached ones included; null if unknown. */
  inputTokens: number | null;
  response: InvocationResponse;
  trace: ResponseTrace | null;
}

/** A line of the Runs tree. */
export interface RunListEntry {
  folder: string;
  name: string;
  state: RunState;
  endpointName: string;
  model: string;
  provider: string;
  startTime: number | null;
  totalRequests: number | null;
  failedRequests: number | null;
  /** Seconds. */
  ttftP50: number | null;
  ttltP50: number | null;
}

/** What `llmeter run --json` prints, and what a finished run hands over. */
export interface RunOutcome {
  folder: string;
  stats: JsonObject;
  metrics: MetricSet;
  environment: JsonObject;
  cost: RunCost | null;
  diagnostics: Diagnostic[];
  state: RunState;
  message: string | null;
  totalRequests: number;
  failedRequests: number;
}

/** Each further run against the first. */
export interface RunComparison {
  /** In the order asked for; the names are unique among them. */
  runs: { name: string; folder: string }[];
  pairs: PairComparison[];
  /** Problems of the data, as sentences. */
  warnings: string[];
}

/** What a level of a load test cost. */
export interface LevelCost {
  currency: string;
  total: number;
  /** Of the measured part: its cost over its successful requests (llmeter-format 7.5); null without any. */
  perSuccess: number | null;
}

/** A level of a load test as read from its folder. Times in seconds. */
export interface LoadTestLevel extends LoadLevel {
  folder: string;
  ttltP50: number | null;
  ttltP90: number | null;
  littlesLaw: LittlesLaw | null;
  /** Absent when no price is known. */
  cost?: LevelCost;
  errors: FailureGroup[];
  /** Why the level is incomplete, or null. */
  partial: string | null;
  /** Says that too many of its requests failed, as sentences; absent if not. */
  tooManyFailures?: readonly string[];
}

/** A saved load test. */
export interface LoadTest {
  folder: string;
  name: string;
  /** By number of clients, ascending. */
  levels: LoadTestLevel[];
  knee: Knee;
  /** Problems of the data, as sentences. */
  warnings: string[];
}

/** What a finished load test hands over. */
export interface LoadTestOutcome extends LoadTest {
  /** `partial`: stopped before its last level was done. */
  state: 'saved' | 'partial' | 'failed';
  /** Why it failed. */
  message: string | null;
  /** Whether the budget ended it. */
  endedByBudget: boolean;
}

/** Answer of a connection test: one small real request. */
export interface ConnectionTest {
  ok: boolean;
  /** A sentence. */
  message: string;
  /** Seconds. */
  ttft: number | null;
  ttlt: number | null;
  text: string | null;
  detail: JsonValue;
}
