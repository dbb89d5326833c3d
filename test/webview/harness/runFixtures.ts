import { seededRandom } from '../../../src/core/base/random.ts';
import type { CompatView } from '../../../src/core/compat/compatView.ts';
import { compatViews } from '../../../src/core/compat/compatViews.ts';
import { costModel } from '../../../src/core/cost/costModel.ts';
import { dimensionsOf } from '../../../src/core/cost/pricing.ts';
import { type RunCost, RunCosts } from '../../../src/core/cost/runCosts.ts';
import { computeMetrics } from '../../../src/core/metrics/computeMetrics.ts';
import { type FailureGroup, Failures } from '../../../src/core/metrics/failures.ts';
import { emptyResponse, type InvocationResponse } from '../../../src/core/request/response.ts';
import type { ResponseTrace } from '../../../src/core/request/trace.ts';
import { emptySummary } from '../../../src/core/stats/runSummary.ts';
import type { EndpointInfo, Report, RequestDetail, RunState } from '../../../src/protocol/run.ts';

export const endpoint: EndpointInfo = {
  name: 'Staging vLLM',
  kind: 'openai-chat',
  model: 'llama-3.3-70b-instruct',
  provider: 'vllm',
  baseUrl: 'http://127.0.0.1:8000/v1',
  baseUrlFrom: null,
  stream: true,
};

export interface Sample {
  response: InvocationResponse;
  trace: ResponseTrace;
}

export interface Mix {
  count: number;
  clients: number;
  /** Share of failed requests. */
  failing: number;
  seed?: number;
}

const failureTexts = [
  ['rateLimit', '429 Too Many Requests: Rate limit reached for requests per minute. Retry after 20 s.', 429],
  ['timeout', 'No answer within 60 s.', null],
  ['server', '500 {"error":{"message":"CUDA out of memory","type":"<b>internal</b>"}}', 500],
] as const;

/** Requests as a run would have recorded them: lognormal latencies, a closed loop per client. */
export function samples({ count, clients, failing, seed = 7 }: Mix): Sample[] {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const freeAt = new Float64Array(clients);
  return Array.from({ length: count }, (_, i) => {
    const client = i % clients;
    const sentAt = freeAt[client] ?? 0;
    const failure =
      random() < failing ? failureTexts[Math.min(2, Math.floor(random() * random() * 4))] : undefined;
    const ttft = 0.182 * Math.exp(0.28 * normal()) * (random() < 0.02 ? 4 : 1);
    const chunks = 20 + Math.floor(random() * 60);
    const itl = 0.021 * Math.exp(0.1 * normal());
    const ttlt = ttft + itl * (chunks - 1);
    freeAt[client] = sentAt + (failure ? 0.09 : ttlt) + 0.002;
    const id = `chatcmpl-${(i + 1).toString(16).padStart(12, '0')}`;
    const prompt = `Summarise paragraph ${i + 1} in one sentence.`;
    const response: InvocationResponse = {
      ...emptyResponse(),
      id,
      input_payload: { model: endpoint.model, messages: [{ role: 'user', content: prompt }] },
      input_prompt: prompt,
      request_time: 1_795_000_000_000 + sentAt * 1000,
      retries: 0,
      ...(failure
        ? { error: failure[1] }
        : {
            response_text:
              `The paragraph says that latency <script>alert(1)</script> depends on load. `.repeat(3),
            time_to_first_token: ttft,
            time_to_last_token: ttlt,
            time_per_output_token: (ttlt - ttft) / (chunks - 1),
            num_tokens_input: 96 + (i % 40),
            num_tokens_output: chunks,
          }),
    };
    const trace: ResponseTrace = {
      id,
      phase: 'measure',
      client,
      index: Math.floor(i / clients),
      intendedAt: sentAt,
      sentAt,
      endedAt: freeAt[client] ?? 0,
      dns: null,
      connect: i < clients ? 0.004 : null,
      tls: null,
      ttfb: failure ? null : ttft * 0.9,
      ttft: failure ? null : ttft,
      ttftAny: failure ? null : ttft,
      ttlt: failure ? null : ttlt,
      tpot: failure ? null : (ttlt - ttft) / (chunks - 1),
      chunks: failure ? 0 : chunks,
      gaps: failure || count > 5000 ? [] : Array.from({ length: chunks - 1 }, () => itl),
      tokenSourceInput: 'usage',
      tokenSourceOutput: 'usage',
      hiddenReasoning: false,
      httpStatus: failure ? failure[2] : 200,
      requestId: `req_${i + 1}`,
      stopReason: failure ? null : 'stop',
      reason: failure ? failure[0] : null,
      retryAfter: null,
      newConnection: i < clients,
    };
    return { response, trace };
  });
}

export function errorGroups(list: readonly Sample[]): FailureGroup[] {
  const failures = new Failures();
  for (const { response, trace } of list) if (response.error !== null) failures.add(response, trace);
  return failures.list();
}

const price = { input: 0.6, output: 2.4 };

/** The cost of requests at the prices of a fictional provider. */
export function costOf(mix: Mix, budget: number | null): RunCost {
  const costs = new RunCosts({
    currency: 'USD',
    model: { ...costModel([]), request_dims: dimensionsOf(price) },
    price: {
      ...price,
      currency: 'USD',
      asOf: '2026-08-05',
      source: 'https://example.com/prices',
      from: 'the built-in table',
      matched: 'llama-3.3-70b',
      warnings: [],
    },
    cacheBeside: false,
  });
  for (const { response, trace } of samples(mix)) costs.add(response, trace);
  return costs.result(null, budget);
}

/** The same requests as other tools would report them. */
export function compatOf(mix: Mix): CompatView[] {
  const list = samples(mix);
  const summary = {
    ...emptySummary(),
    clients: mix.clients,
    total_requests: list.length,
    total_test_time: 60,
  };
  return compatViews(list, { summary, savedStats: null });
}

/** The report of a saved run. */
export function report(mix: Mix & { name?: string; state?: RunState }): Report {
  const list = samples(mix);
  const { metrics } = computeMetrics(list);
  const column = (of: (sample: Sample) => number | null) =>
    Float64Array.from(list, sample => of(sample) ?? Number.NaN);
  const end = list.reduce((last, { trace }) => Math.max(last, trace.endedAt), 0);
  const failedRequests = list.filter(({ response }) => response.error !== null).length;
  return {
    folder: `/home/me/project/llmeter-runs/${mix.name ?? 'quiet-otter'}`,
    name: mix.name ?? 'quiet-otter',
    description: null,
    state: mix.state ?? 'saved',
    partial:
      mix.state === 'partial' ? 'The run was stopped after 40 of 200 requests; these are all here.' : null,
    warnings: [],
    endpoint,
    clients: mix.clients,
    requestsPerClient: Math.round(mix.count / mix.clients),
    startTime: 1_795_000_000_000,
    endTime: 1_795_000_000_000 + end * 1000,
    totalTestTime: end,
    totalRequests: list.length,
    failedRequests,
    metrics,
    cost: null,
    stats: {
      total_requests: list.length,
      requests_per_minute: end > 0 ? (list.length / end) * 60 : 0,
      failed_requests: failedRequests,
      'time_to_first_token-p50': metrics.ttft.p50,
      'time_to_first_token-p90': metrics.ttft.p90,
      'time_to_last_token-p50': metrics.ttlt.p50,
    },
    groups: [],
    columns: {
      sentAt: column(({ trace }) => trace.sentAt),
      ttft: column(({ trace }) => trace.ttft),
      ttlt: column(({ trace }) => trace.ttlt),
      tpot: column(({ trace }) => trace.tpot),
      inputTokens: column(({ response }) => response.num_tokens_input),
      outputTokens: column(({ response }) => response.num_tokens_output),
      client: column(({ trace }) => trace.client),
      failed: Uint8Array.from(list, ({ response }) => (response.error === null ? 0 : 1)),
    },
    ids: list.map(({ trace }) => trace.id),
    errorTexts: list.map(({ response }) => response.error),
    errors: errorGroups(list),
    diagnostics: [],
    environment: {
      node: '24.21.0',
      platform: 'linux x64',
      eventLoopDelay: { p50: 0.0011, p99: 0.0042 },
      selfCheck: { verdict: 'fine', stampError: { p50: 0.00013, p99: 0.0006 } },
    },
    plan: { prompt: 'Summarise paragraph…', clients: mix.clients, requests: 25, maxTokens: 256, seed: 0 },
  };
}

/** The extension's answer when a request is opened. */
export function requestDetail(mix: Mix, index: number): RequestDetail {
  const sample = samples({ ...mix, count: Math.max(mix.count, 1) })[index];
  if (!sample) throw new Error(`There is no request ${index}.`);
  return { index, inputTokens: sample.response.num_tokens_input, ...sample };
}
