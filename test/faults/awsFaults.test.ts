// Every fault of a server, and its true times, for the APIs that are reached with AWS credentials.
import assert from 'node:assert/strict';
import type { ErrorReason } from '../../src/core/base/errors.ts';
import { type EndpointConfigInput, endpointConfigSchema } from '../../src/endpoints/kinds.ts';
import { createEndpoint } from '../../src/endpoints/registry.ts';
import { HttpTransport } from '../../src/endpoints/transport/httpTransport.ts';
import { systemClock } from '../../src/measure/run/systemClock.ts';
import { fixed, uniform } from '../../src/simulator/scenario/distribution.ts';
import { type FaultName, faultNames } from '../../src/simulator/scenario/faults.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { runAll } from '../unit/endpoints/support/runs.ts';
import { withLateness } from './lateness.ts';

const apis = [
  ['bedrock-converse', 'bedrock'],
  ['bedrock-invoke', 'bedrock'],
  ['sagemaker', 'sagemaker'],
  ['anthropic-messages', 'bedrock'],
  ['anthropic-messages', 'bedrock-mantle'],
] as const;

interface Expected {
  reasons: readonly ErrorReason[];
  message: RegExp;
  /** Whether some of the text came before, with its times. */
  partial?: true;
}

const told = (reasons: ErrorReason | readonly ErrorReason[], message: RegExp): Expected => ({
  reasons: [reasons].flat(),
  message,
});
const late = (reasons: ErrorReason | readonly ErrorReason[], message: RegExp): Expected => ({
  ...told(reasons, message),
  partial: true,
});

const refusals = {
  'http-400': told('badRequest', /^(Bedrock|SageMaker) validation|^400 .*Invalid request/),
  'http-401': told('authentication', / unrecognizedClientException: |^401 .*invalid x-api-key/),
  'http-403': told('permission', / accessDeniedException: |^403 .*permission/),
  // SageMaker does not distinguish a missing endpoint from an invalid request.
  'http-404': told(['notFound', 'badRequest'], / (resourceNotFound|validation)\w+: |^404 .*\bsim\b/),
  'http-429': told('rateLimit', / throttlingException: |^429 .*rate.limit/),
  'http-500': told('server', / internal\w+: |^500 .*Internal server error/),
  overloaded: told('overloaded', / serviceUnavailable\w*: |^529 .*Overloaded/),
  'reset-before-headers': told('connection', /reset before the server answered/),
  'slow-headers': told('timeout', /longer than 0\.5 s.*"timeout"/),
};
const unreadable = /could not be read as .*(application\/vnd\.amazon\.eventstream|text\/event-stream)/;
const ended =
  /^The stream ended (without (messageStop|a reason to stop|a token|message_stop)|in the middle of)/;

const streamed: Record<FaultName, Expected> = {
  ...refusals,
  'reset-mid-stream': late('interrupted', /reset before the answer was complete/),
  stall: late('timeout', /longer than 2\.5 s.*"timeout"/),
  'malformed-json': late('protocol', unreadable),
  'error-event': late(
    ['rateLimit', 'provider', 'server', 'overloaded', 'timeout', 'badRequest'],
    /^(Bedrock|SageMaker) \w+(Exception|Error|Failure): |^Request failed during generation|^Overloaded$/,
  ),
  'truncated-chunk': late('interrupted', /closed before the answer was complete/),
  'cut-short': late('interrupted', ended),
  'truncated-event': late('interrupted', ended),
  'corrupt-event': late('protocol', unreadable),
  'empty-stream': told('interrupted', ended),
};

const noJson = /could not be read as .*application\/json.*JSON/;
const inOneBody: Record<FaultName, Expected> = {
  ...refusals,
  'reset-mid-stream': told('interrupted', /reset before the answer was complete/),
  stall: told('timeout', /longer than 0\.5 s.*"timeout"/),
  'malformed-json': told('protocol', noJson),
  'error-event': refusals['http-500'],
  'truncated-chunk': told('interrupted', /closed before the answer was complete/),
  'cut-short': told('protocol', noJson),
  'truncated-event': told('protocol', noJson),
  'corrupt-event': told('protocol', noJson),
  'empty-stream': told('protocol', noJson),
};

function connect(config: object) {
  return createEndpoint(
    endpointConfigSchema.parse({ model: 'sim', ...config } as EndpointConfigInput),
    { aws: { accessKeyId: 'AKID', secretAccessKey: 'secret' } },
    new HttpTransport({ clock: systemClock, environment: {} }),
    systemClock,
  );
}

describe('faults of a server with AWS credentials', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({
      // Enough text that half of a body is more than its headers.
      overrides: { ttft: fixed(0.01), itl: fixed(0.004), tokens: fixed(60) },
    });
  });
  after(() => simulator.close());

  for (const [kind, provider] of apis) {
    for (const stream of [true, false]) {
      for (const fault of faultNames) {
        const { reasons, message, partial } = (stream ? streamed : inOneBody)[fault];

        it(`${kind}, ${provider}, ${stream ? 'streaming' : 'in one body'}: ${fault}`, async () => {
          const baseUrl = `${simulator.url}/${fault}`;
          const endpoint = await connect({ kind, provider, stream, baseUrl });
          // If half of an answer must have arrived, it gets enough time for that, even on a busy machine.
          const timeout = reasons.join() !== 'timeout' ? 30 : partial ? 2.5 : 0.5;
          const { records } = await runAll({ endpoint, clients: 3, requests: 1, timeout });
          endpoint.close();
          assert.equal(records.length, 3);
          for (const { response, trace } of records) {
            assert.ok(trace?.reason && reasons.includes(trace.reason), `${trace?.reason} ${response.error}`);
            assert.match(response.error ?? '', message);
            const { response_text, time_to_first_token, time_to_last_token } = response;
            if (partial) {
              assert.match(response_text ?? '', /\w/);
              assert.ok(time_to_first_token !== null && time_to_first_token >= 0.01);
              assert.ok(time_to_last_token !== null && time_to_last_token >= time_to_first_token);
              assert.doesNotMatch(response.id ?? '', /^[0-9a-f]{32}$/);
            } else {
              assert.deepEqual([response_text, time_to_first_token, time_to_last_token], [null, null, null]);
            }
            assert.equal(trace.retryAfter, fault === 'http-429' ? 1 : null);
          }
        });
      }
    }
  }
});

describe('measured and true times with AWS credentials', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({
      overrides: { ttft: uniform(0.01, 0.1), itl: uniform(0, 0.02), tokens: uniform(1, 20) },
      scenarios: { thinking: { reasoningTokens: uniform(1, 10) }, batches: { eventsPerWrite: 3 } },
    });
  });
  after(() => simulator.close());

  for (const [kind, provider] of apis) {
    for (const scenario of ['default', 'batches', 'thinking']) {
      it(`${kind}, ${provider}, ${scenario}: TTFT and TTLT are the server’s, a little later`, async () => {
        const endpoint = await connect({ kind, provider, baseUrl: `${simulator.url}/${scenario}` });
        const { result, bound } = await withLateness(() => runAll({ endpoint, clients: 4, requests: 2 }));
        const { records } = result;
        endpoint.close();
        assert.equal(records.length, 8);
        for (const { response, trace } of records) {
          assert.equal(response.error, null);
          const truth = simulator.truth().find(({ id }) => id === response.id);
          assert.ok(truth, `no truth of ${response.id}`);
          for (const [measured, expected] of [
            [response.time_to_first_token, truth.ttft],
            [response.time_to_last_token, truth.ttlt],
            [trace?.ttft, truth.ttft],
            [trace?.ttlt, truth.ttlt],
          ]) {
            const behind = (measured ?? Number.NaN) - (expected ?? Number.NaN);
            assert.ok(
              behind >= -1e-6 && behind < bound,
              `measured ${measured} s where ${expected} s was true`,
            );
          }
        }
      });
    }
  }
});
