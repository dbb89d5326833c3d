import { createEndpoint } from '../../src/endpoints/registry.ts';
import { HttpTransport } from '../../src/endpoints/transport/httpTransport.ts';
import { Runner } from '../../src/measure/run/runner.ts';
import { systemClock } from '../../src/measure/run/systemClock.ts';
import { type Load, type Measured, report } from './load.ts';

/** The engine as in a run, but without saving files: it reports the TTFT and TTLT of each request. */
const load: Load = JSON.parse(process.argv[2] ?? '{}');
const transport = new HttpTransport({ clock: systemClock, environment: {} });
const endpoint = await createEndpoint(
  { kind: 'openai-chat', model: 'sim', stream: true, provider: 'openai', baseUrl: load.baseUrl },
  {},
  transport,
  systemClock,
);
const runner = new Runner({
  config: {
    name: 'bench',
    description: null,
    clients: load.clients,
    requests: load.requests,
    duration: null,
    warmup: load.warmup,
    rampUp: load.rampUp,
    timeout: 120,
    seed: 0,
    lowMemory: false,
    distribute: false,
    progressBarStats: null,
    slo: {},
    maxErrorRate: null,
    stopOn: null,
    payloads: [endpoint.createPayload(load.prompt, { maxTokens: 1000 })],
  },
  endpoint,
  clock: systemClock,
  callbacks: [],
  openFiles: async () => null,
  redact: text => text,
});
let before = process.cpuUsage();
const begun = setInterval(() => {
  if (runner.state !== 'running') return;
  before = process.cpuUsage();
  clearInterval(begun);
}, 5);
const result = await runner.run();
const cpu = process.cpuUsage(before);
const measured: Measured[] = result.responses.map(response => ({
  id: response.id ?? '',
  ttft: response.time_to_first_token ?? Number.NaN,
  ttlt: response.time_to_last_token ?? Number.NaN,
}));
report(measured, cpu);
