import type { RunProgress, RunSnapshot } from '../../../../src/protocol/run.ts';

export const progress: RunProgress = {
  sent: 94,
  done: 84,
  failed: 0,
  cancelled: 0,
  inFlight: 10,
  answering: 0,
  backlog: 0,
  total: 200,
  warmupDone: 0,
  warmupTotal: 0,
  elapsed: 10.5,
  duration: null,
};

/** A run in progress with a fixed number of requests, with changes. */
export function snapshot(changes: Partial<RunSnapshot> = {}): RunSnapshot {
  return {
    name: 'demo',
    state: 'running',
    message: null,
    endpoint: {
      name: 'm',
      kind: 'openai-chat',
      model: 'm',
      provider: 'openai',
      baseUrl: 'http://localhost:1/v1',
      baseUrlFrom: null,
      stream: true,
    },
    clients: 10,
    folder: '/runs/demo',
    startedAt: 0,
    progress,
    groups: [
      { name: 'Throughput', entries: [{ label: 'rpm', value: '185.9', key: 'requests_per_minute' }] },
      {
        name: 'TTFT',
        entries: [
          { label: 'p50_ttft', value: '0.312s', key: 'time_to_first_token-p50' },
          { label: 'p90_ttft', value: '—', key: 'time_to_first_token-p90' },
        ],
      },
    ],
    metrics: {},
    series: {
      ttft: { at: new Float64Array(), seconds: new Float64Array() },
      throughput: { bucketSeconds: 1, requests: new Float64Array(), outputTokens: new Float64Array() },
    },
    cost: null,
    errors: [],
    diagnostics: [],
    ...changes,
  };
}
