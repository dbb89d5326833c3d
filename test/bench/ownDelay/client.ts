import type { ResponseTrace } from '../../../src/core/request/trace.ts';
import { createEndpoint } from '../../../src/endpoints/registry.ts';
import { HttpTransport } from '../../../src/endpoints/transport/httpTransport.ts';
import { Runner } from '../../../src/measure/run/runner.ts';
import { systemClock } from '../../../src/measure/run/systemClock.ts';
import type { Diagnostic, MetricSet } from '../../../src/protocol/run.ts';

/** What the client process is asked to do. */
export interface ClientLoad {
  baseUrl: string;
  clients: number;
  requests: number;
}

/** What it reports: `measuring` when the measured part begins, then the result. */
export interface ClientResult {
  metrics: MetricSet;
  diagnostics: Diagnostic[];
  /** Ids of the measured requests that succeeded. */
  ids: string[];
}

/** The engine as in a run, without saving files. */
const { baseUrl, clients, requests }: ClientLoad = JSON.parse(process.argv[2] ?? '{}');
const transport = new HttpTransport({ clock: systemClock, environment: {} });
const endpoint = await createEndpoint(
  { kind: 'openai-chat', model: 'm', stream: true, provider: 'openai', baseUrl },
  {},
  transport,
  systemClock,
);
const ids: string[] = [];
const keep = (trace: ResponseTrace | null) => trace && trace.phase === 'measure' && ids.push(trace.id);
const runner = new Runner({
  config: {
    ...{ name: 'bench', description: null, clients, requests, duration: null, warmup: 1, rampUp: 0 },
    ...{ timeout: 120, seed: 0, lowMemory: true, distribute: false, slo: {}, maxErrorRate: null },
    ...{ stopOn: null, progressBarStats: null },
    payloads: [endpoint.createPayload('Count!', { maxTokens: 1000 })],
  },
  endpoint,
  clock: systemClock,
  callbacks: [],
  openFiles: async () => ({
    folder: '',
    name: 'bench',
    broken: false,
    append: (_, trace) => keep(trace),
    appendTrace: () => {},
    appendStall: () => {},
    finish: async () => {},
    amend: async () => {},
    abandon: async () => {},
  }),
  redact: text => text,
});
const begun = setInterval(() => {
  if (runner.state === 'preparing' || runner.state === 'warming') return;
  process.stdout.write('"measuring"\n');
  clearInterval(begun);
}, 5);
const { metrics, diagnostics } = await runner.run();
const result: ClientResult = { metrics, diagnostics, ids };
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
