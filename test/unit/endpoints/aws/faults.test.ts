import assert from 'node:assert/strict';
import type { ErrorReason } from '../../../../src/core/base/errors.ts';
import { type EndpointConfigInput, endpointConfigSchema } from '../../../../src/endpoints/kinds.ts';
import { createEndpoint } from '../../../../src/endpoints/registry.ts';
import { HttpTransport } from '../../../../src/endpoints/transport/httpTransport.ts';
import { systemClock } from '../../../../src/measure/run/systemClock.ts';
import { fixed } from '../../../../src/simulator/scenario/distribution.ts';
import { type FaultName, faultNames } from '../../../../src/simulator/scenario/faults.ts';
import { type Simulator, startSimulator } from '../../../../src/simulator/simulator.ts';
import { runAll } from '../support/runs.ts';

const words = 8;
const text = Array.from({ length: words }, (_, i) => `w${i}`).join(' ');
const half = 'w0 w1 w2 w3';
const inStream = /rateLimit|server|overloaded|timeout|provider|badRequest/;

interface Expected {
  /** null = no error. */
  reason: ErrorReason | RegExp | null;
  /** null = no text at all. */
  text: string | null;
}

const refused = (reason: ErrorReason): Expected => ({ reason, text: null });

const streamed: Record<FaultName, Expected> = {
  'http-400': refused('badRequest'),
  'http-401': refused('authentication'),
  'http-403': refused('permission'),
  'http-404': refused('notFound'),
  'http-429': refused('rateLimit'),
  'http-500': refused('server'),
  overloaded: refused('overloaded'),
  'reset-before-headers': { reason: /interrupted|connection/, text: null },
  'reset-mid-stream': { reason: 'interrupted', text: half },
  stall: { reason: 'timeout', text: half },
  'malformed-json': { reason: 'protocol', text: half },
  'error-event': { reason: inStream, text: half },
  'slow-headers': { reason: null, text },
  'truncated-chunk': { reason: 'interrupted', text: half },
  'cut-short': { reason: 'interrupted', text: half },
  'truncated-event': { reason: 'interrupted', text: half },
  'corrupt-event': { reason: 'protocol', text: half },
  'empty-stream': { reason: 'interrupted', text: null },
};

const whole: Record<FaultName, Expected> = {
  ...streamed,
  'reset-mid-stream': { reason: 'interrupted', text: null },
  stall: { reason: 'timeout', text: null },
  'malformed-json': { reason: 'protocol', text: null },
  'error-event': { reason: 'server', text: null },
  'truncated-chunk': { reason: 'interrupted', text: null },
  'cut-short': { reason: 'protocol', text: null },
  'truncated-event': { reason: 'protocol', text: null },
  'corrupt-event': { reason: 'protocol', text: null },
  'empty-stream': { reason: /protocol|interrupted/, text: null },
};

describe('Bedrock with each fault of the simulator', () => {
  let simulator: Simulator;
  before(async () => {
    const slow = [{ fault: 'slow-headers', rate: 1, delay: 0.03 }] as const;
    simulator = await startSimulator({
      overrides: { ttft: fixed(0.002), itl: fixed(0.002), text, reasoningTokens: fixed(0) },
      scenarios: { 'slow-headers': { faults: slow } },
    });
  });
  after(() => simulator.close());

  for (const kind of ['bedrock-converse', 'bedrock-invoke']) {
    for (const [form, table] of Object.entries({ streamed, whole })) {
      for (const fault of faultNames) {
        it(`${fault}, ${kind}, ${form}`, async () => {
          const config = {
            kind,
            model: 'm',
            stream: form === 'streamed',
            baseUrl: `${simulator.url}/${fault}`,
          };
          const checked = endpointConfigSchema.parse(config as EndpointConfigInput);
          const transport = new HttpTransport({ clock: systemClock, environment: {} });
          const endpoint = await createEndpoint(checked, { apiKey: 'token' }, transport, systemClock);
          // Half an answer needs the time to arrive, on a busy machine too.
          const patience = form === 'streamed' ? 2.5 : 0.3;
          const { records } = await runAll({ endpoint, timeout: fault === 'stall' ? patience : 60 });
          endpoint.close();
          const { response, trace } = records[0] ?? {};
          const expected = table[fault];
          assert.equal(response?.response_text, expected.text);
          assert.equal(response?.error === null, expected.reason === null);
          if (expected.reason instanceof RegExp) assert.match(trace?.reason ?? '', expected.reason);
          else assert.equal(trace?.reason, expected.reason);
          if (form === 'streamed') {
            assert.equal(response?.time_to_first_token === null, expected.text === null);
          }
        });
      }
    }
  }
});
