import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyResponse, type InvocationResponse } from '../../src/core/request/response.ts';
import type { ResponseTrace } from '../../src/core/request/trace.ts';
import { RunningStats } from '../../src/core/stats/runningStats.ts';
import { summarizeRun } from '../../src/core/stats/runSummary.ts';
import { RunRecorder, type RunStart } from '../../src/folder/runRecorder.ts';
import { trace } from '../unit/metrics/samples.ts';

export const canary = 'sk-canary-"ü\\0123456789';
export const startTime = Date.UTC(2026, 0, 1, 12, 0, 0, 250);

/** Runs `use` with a folder that is gone afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'llmeter-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function runStart(output: string, changes: Partial<RunStart> = {}): RunStart {
  return {
    output,
    name: 'r1',
    makeUnique: false,
    description: 'scripted — ü',
    endpoint: {
      endpoint_name: 'openai',
      model_id: 'm',
      provider: 'openai',
      endpoint_type: 'OpenAICompletionStreamEndpoint',
    },
    tokenizer: { tokenizer_module: 'llmeter' },
    clients: 2,
    requests: 4,
    duration: null,
    timeout: 60,
    lowMemory: false,
    progressBarStats: null,
    callbacks: [{ note: canary }],
    payloads: [{ prompt: 'ü', image: Uint8Array.of(255, 216, 255, 224) }, { prompt: canary }],
    tool: 'llmeter-vscode 0.1.0',
    plan: { endpoint: { kind: 'openai-chat', headers: { 'x-key': canary } } },
    endpointInfo: { name: 'openai' },
    turns: null,
    pricing: null,
    secrets: [canary, 'none'],
    ...changes,
  };
}

/** Eight responses with everything that is hard to write: missing values, failures, bytes, other scripts. */
export const scripted: InvocationResponse[] = Array.from({ length: 8 }, (_, i) => {
  const base: InvocationResponse = {
    ...emptyResponse(),
    response_text: `café — 😀 ${'word '.repeat(i)}\u2028\u0000 ${canary}`,
    input_payload: { prompt: 'ü', image: Uint8Array.of(255, 216, 255, 224), key: canary },
    id: `chatcmpl-${i}`,
    input_prompt: 'ü\n',
    time_to_first_token: 0.1 + i / 7,
    time_to_last_token: 1 + i / 3,
    num_tokens_input: 100 + i,
    num_tokens_output: 20 * i,
    num_tokens_input_cached: i % 2 ? i * 8 : null,
    num_tokens_output_reasoning: i === 3 ? 5 : null,
    time_per_output_token: i > 0 ? 0.01 * i : null,
    retries: 0,
    request_time: startTime + i * 125.5,
  };
  if (i === 5) return { ...emptyResponse(), id: base.id, error: `refused ${canary}` };
  return i === 6 ? { ...base, error: 'cut off', time_to_last_token: null } : base;
});

export function traceOf(response: InvocationResponse, changes: Partial<ResponseTrace> = {}): ResponseTrace {
  return trace({ id: response.id ?? '', stopReason: canary, ...changes });
}

/** Records a whole scripted run; returns its folder and the statistics it saved. */
export async function recordRun(
  output: string,
  {
    start = {},
    interrupted = false,
    contributed = {},
  }: { start?: Partial<RunStart>; interrupted?: boolean; contributed?: Record<string, number> } = {},
) {
  const plan = runStart(output, start);
  const recorder = await RunRecorder.create(plan);
  const running = new RunningStats();
  recorder.appendStall({ from: 0.25, until: 0.3, to: 0.301 });
  recorder.appendTrace(traceOf(emptyResponse(), { id: 'w', phase: 'warmup' }));
  for (const response of scripted) {
    running.append(response);
    recorder.append(response, response.request_time === null ? null : traceOf(response));
  }
  running.contribute(contributed);
  const endTime = startTime + 4000;
  const summary = summarizeRun(
    {
      clients: plan.clients,
      requests: plan.requests,
      modelId: 'm',
      endpointName: 'openai',
      provider: 'openai',
      name: recorder.name,
      description: plan.description,
      outputPath: recorder.folder,
    },
    {
      startTime,
      firstRequestTime: running.firstRequestTime,
      lastRequestTime: running.lastRequestTime,
      endTime,
      totalRequests: running.count,
      totalTestTime: 3.75,
      interrupted,
    },
  );
  const stats = { ...running.stats(endTime, summary), ...(interrupted && { interrupted: true }) };
  await recorder.finish(
    {
      summary,
      stats,
      environment: { token: canary },
      cost: null,
      metrics: { ttft: { n: 8, p50: Number.NaN } },
      diagnostics: [],
    },
    interrupted ? 'partial' : 'saved',
  );
  return { folder: recorder.folder, summary, stats };
}
