import { computeMetrics } from '../../../src/core/metrics/computeMetrics.ts';
import type { StatGroup } from '../../../src/core/stats/display/liveStats.ts';
import type { RunSnapshot } from '../../../src/protocol/run.ts';
import { endpoint, errorGroups, type Mix, samples } from './runFixtures.ts';

/** A run in progress, `share` of the way through. */
export function snapshot(mix: Mix, share: number, change: Partial<RunSnapshot> = {}): RunSnapshot {
  const all = samples(mix);
  const end = all.reduce((last, { trace }) => Math.max(last, trace.endedAt), 0);
  const elapsed = end * share;
  const done = all.filter(({ trace }) => trace.endedAt <= elapsed);
  const inFlight = all.filter(({ trace }) => trace.sentAt <= elapsed && trace.endedAt > elapsed).length;
  const { metrics } = computeMetrics(done);
  const good = done.filter(({ response }) => response.error === null);
  const bucketSeconds = 0.5;
  const buckets = Math.floor(elapsed / bucketSeconds) + 1;
  const requests = new Float64Array(buckets);
  const outputTokens = new Float64Array(buckets);
  for (const { response, trace } of good) {
    const bucket = Math.floor(trace.endedAt / bucketSeconds);
    requests[bucket] = (requests[bucket] ?? 0) + 1;
    outputTokens[bucket] = (outputTokens[bucket] ?? 0) + (response.num_tokens_output ?? 0);
  }
  return {
    name: 'quiet-otter',
    state: 'running',
    message: null,
    endpoint,
    clients: mix.clients,
    folder: '/home/me/project/llmeter-runs/quiet-otter',
    startedAt: 1_795_000_000_000,
    progress: {
      sent: done.length + inFlight,
      done: done.length,
      failed: done.length - good.length,
      cancelled: 0,
      inFlight,
      answering: Math.floor(inFlight / 2),
      backlog: 0,
      total: mix.count,
      warmupDone: mix.clients,
      warmupTotal: mix.clients,
      elapsed,
      duration: null,
    },
    groups: statGroups(metrics, done.length, done.length - good.length, elapsed),
    metrics,
    series: {
      ttft: {
        at: Float64Array.from(good, ({ trace }) => trace.sentAt),
        seconds: Float64Array.from(good, ({ trace }) => trace.ttft ?? Number.NaN),
      },
      throughput: { bucketSeconds, requests, outputTokens },
    },
    cost: null,
    errors: errorGroups(done),
    diagnostics: [],
    ...change,
  };
}

/** LLMeter's live statistics, as a run in progress shows them. */
function statGroups(
  metrics: ReturnType<typeof computeMetrics>['metrics'],
  done: number,
  failed: number,
  elapsed: number,
): StatGroup[] {
  const seconds = (value: number | null) => (value === null ? '—' : `${value.toFixed(3)}s`);
  return [
    {
      name: 'Throughput',
      entries: [
        {
          label: 'rpm',
          value: ((done / (elapsed || 1)) * 60).toFixed(1),
          key: 'requests_per_minute',
        },
        {
          label: 'output_tps',
          value: `${metrics.output_token_throughput.value?.toFixed(1) ?? '—'} tok/s`,
          key: 'output_tps',
        },
      ],
    },
    {
      name: 'TTFT',
      entries: [
        { label: 'p50_ttft', value: seconds(metrics.ttft.p50), key: 'time_to_first_token-p50' },
        { label: 'p90_ttft', value: seconds(metrics.ttft.p90), key: 'time_to_first_token-p90' },
      ],
    },
    {
      name: 'TTLT',
      entries: [
        { label: 'p50_ttlt', value: seconds(metrics.ttlt.p50), key: 'time_to_last_token-p50' },
        { label: 'p90_ttlt', value: seconds(metrics.ttlt.p90), key: 'time_to_last_token-p90' },
      ],
    },
    {
      name: 'Tokens',
      entries: [
        {
          label: 'input_tokens',
          value: (metrics.input_tokens.value ?? 0).toFixed(1),
          key: 'total_input_tokens',
        },
        {
          label: 'output_tokens',
          value: (metrics.output_tokens.value ?? 0).toFixed(1),
          key: 'total_output_tokens',
        },
      ],
    },
    {
      name: 'Errors',
      entries: [{ label: 'fail', value: failed.toFixed(1), key: 'failed_requests' }],
    },
  ];
}
