import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { ErrorReason } from '../../src/core/base/errors.ts';
import type { EndpointConfigInput } from '../../src/endpoints/kinds.ts';
import { fixed } from '../../src/simulator/scenario/distribution.ts';
import { faultNames } from '../../src/simulator/scenario/faults.ts';
import { refusedPort, type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { realEndpoint, runAll } from '../unit/endpoints/support/runs.ts';

const kinds = [
  ['openai-chat', '/v1'],
  ['anthropic-messages', ''],
  ['openai-responses', '/v1'],
  ['google-gemini', '/v1beta'],
  ['litellm', '/v1'],
] as const;

interface Expected {
  reason: ErrorReason;
  message: RegExp;
  /** Whether some of the text came before, with its times. */
  partial?: boolean;
  retryAfter?: number;
}

type Expectation = Expected | Readonly<Record<(typeof kinds)[number][0], Expected>>;

const refusals: Record<string, Expected> = {
  'http-400': { reason: 'badRequest', message: /^400 .*(Invalid request|invalid argument)/ },
  'http-401': {
    reason: 'authentication',
    message: /^401 .*(Incorrect API key|invalid x-api-key|invalid authentication credentials)/,
  },
  'http-403': { reason: 'permission', message: /^403 .*(does not have access|does not have permission)/ },
  'http-404': { reason: 'notFound', message: /^404 .*\bsim\b/ },
  'http-429': { reason: 'rateLimit', message: /^429 .*rate.limit/i, retryAfter: 1 },
  'http-500': { reason: 'server', message: /^500 .*(server had an error|internal (server )?error)/i },
  overloaded: { reason: 'overloaded', message: /^5(03|29) .*[Oo]verloaded/ },
  'reset-before-headers': { reason: 'connection', message: /reset before the server answered/ },
  'slow-headers': { reason: 'timeout', message: /longer than 0\.5 s.*"timeout"/ },
};

const streaming: Record<string, Expectation> = {
  ...refusals,
  'reset-mid-stream': {
    reason: 'interrupted',
    message: /reset before the answer was complete/,
    partial: true,
  },
  stall: { reason: 'timeout', message: /longer than 2\.5 s.*"timeout"/, partial: true },
  'malformed-json': {
    reason: 'protocol',
    message: /could not be read as .*text\/event-stream/,
    partial: true,
  },
  'error-event': {
    'openai-chat': { reason: 'provider', message: /^The server had an error/, partial: true },
    'anthropic-messages': { reason: 'overloaded', message: /^Overloaded$/, partial: true },
    'openai-responses': {
      reason: 'server',
      message: /^server_error: The server had an error/,
      partial: true,
    },
    'google-gemini': { reason: 'overloaded', message: /^The model is overloaded/, partial: true },
    litellm: { reason: 'provider', message: /^The server had an error/, partial: true },
  },
  'truncated-chunk': {
    reason: 'interrupted',
    message: /closed before the answer was complete/,
    partial: true,
  },
  'cut-short': {
    reason: 'interrupted',
    message: /^The stream ended without (a finish_?[rR]eason|message_stop|response\.completed)/,
    partial: true,
  },
  'truncated-event': {
    reason: 'interrupted',
    message: /^The stream ended without (a finish_?[rR]eason|message_stop|response\.completed)/,
    partial: true,
  },
  'corrupt-event': {
    reason: 'protocol',
    message: /could not be read as .*text\/event-stream/,
    partial: true,
  },
  'empty-stream': {
    reason: 'interrupted',
    message: /^The stream ended without (a finish_?[rR]eason|message_stop|response\.completed)/,
  },
};

const inOneBody: Record<string, Expectation> = {
  ...refusals,
  'reset-mid-stream': { reason: 'interrupted', message: /reset before the answer was complete/ },
  stall: { reason: 'timeout', message: /longer than 0\.5 s.*"timeout"/ },
  'malformed-json': { reason: 'protocol', message: /could not be read as .*application\/json.*JSON/ },
  'error-event': refusals['http-500'] as Expected,
  'truncated-chunk': { reason: 'interrupted', message: /closed before the answer was complete/ },
  'cut-short': { reason: 'protocol', message: /could not be read as .*application\/json.*JSON/ },
  'truncated-event': { reason: 'protocol', message: /could not be read as .*application\/json.*JSON/ },
  'corrupt-event': { reason: 'protocol', message: /could not be read as .*application\/json.*JSON/ },
  'empty-stream': { reason: 'protocol', message: /could not be read as .*application\/json.*JSON/ },
};

describe('faults of a server', () => {
  it('are all reported', () => {
    for (const told of [streaming, inOneBody])
      assert.deepEqual(Object.keys(told).sort(), [...faultNames].sort());
  });

  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({
      overrides: { ttft: fixed(0.01), itl: fixed(0.01), tokens: fixed(20) },
    });
  });
  after(() => simulator.close());

  for (const [kind, path] of kinds) {
    for (const stream of [true, false]) {
      describe(`${kind}, ${stream ? 'streaming' : 'in one body'}`, () => {
        for (const [fault, expectation] of Object.entries(stream ? streaming : inOneBody)) {
          const expected = 'reason' in expectation ? expectation : expectation[kind];

          it(`reports ${fault}, keeps what arrived, loses no request and sends none twice`, async () => {
            const before = simulator.truth().filter(truth => truth.scenario === fault).length;
            const endpoint = await realEndpoint({
              kind,
              model: 'sim',
              stream,
              baseUrl: `${simulator.url}/${fault}${path}`,
            } as EndpointConfigInput);
            // If half of an answer must have arrived, it gets enough time for that, even on a busy machine.
            const timeout = expected.reason !== 'timeout' ? 30 : expected.partial ? 2.5 : 0.5;
            const { records, result } = await runAll({ endpoint, clients: 6, requests: 1, timeout });
            assert.equal(records.length, 6);
            assert.deepEqual([result.summary.total_requests, result.stats['failed_requests']], [6, 6]);
            for (const { response, trace } of records) {
              assert.equal(trace?.reason, expected.reason, response.error ?? 'no error');
              assert.match(response.error ?? '', expected.message);
              assert.deepEqual([trace.retryAfter, response.retries], [expected.retryAfter ?? null, 0]);
              if (expected.partial) {
                assert.match(response.response_text ?? '', /\w/);
                assert.ok((response.time_to_first_token ?? 0) >= 0.01);
                assert.ok((response.time_to_last_token ?? 0) >= (response.time_to_first_token ?? 1));
                assert.ok((trace.ttft ?? 0) >= 0.01 && trace.chunks > 1);
                assert.doesNotMatch(response.id ?? '', /^[0-9a-f]{32}$/);
              } else {
                assert.deepEqual(
                  [
                    response.response_text,
                    response.time_to_first_token,
                    response.time_to_last_token,
                    trace.ttft,
                  ],
                  [null, null, null, null],
                );
                assert.match(response.id ?? '', /^[0-9a-f]{32}$/);
              }
              assert.notEqual(response.request_time, null);
              assert.match(String(response.input_prompt), /Say hello in one short sentence\./);
            }
            await countReaches(fault, before + 6);
          });
        }
      });
    }

    it(`${kind} reports a refused connection`, async () => {
      const baseUrl = `http://127.0.0.1:${await refusedPort()}${path}`;
      const endpoint = await realEndpoint({ kind, model: 'sim', baseUrl } as EndpointConfigInput);
      const { records } = await runAll({ endpoint, clients: 2, requests: 3 });
      assert.equal(records.length, 6);
      for (const { response, trace } of records) {
        assert.equal(trace?.reason, 'connection');
        assert.match(response.error ?? '', /Nothing listens at 127\.0\.0\.1:\d+.*base URL/);
      }
    });
  }

  /** The server counts an answer when its connection has ended, which may be after the client is done. */
  async function countReaches(scenario: string, count: number): Promise<void> {
    const all = () => simulator.truth().filter(truth => truth.scenario === scenario).length;
    while (all() < count) await setImmediate();
    assert.equal(all(), count);
  }

  it('continue with good answers: those of a flaky server are complete', async () => {
    const faulty = await startSimulator({
      overrides: { ttft: fixed(0.005), itl: fixed(0.001), tokens: fixed(8) },
      scenarios: {
        mixed: {
          faults: [
            { fault: 'reset-mid-stream', every: 3 },
            { fault: 'truncated-chunk', every: 4 },
            { fault: 'http-500', every: 5 },
          ],
        },
      },
    });
    try {
      const baseUrl = `${faulty.url}/mixed/v1`;
      const endpoint = await realEndpoint({ kind: 'openai-chat', model: 'sim', baseUrl });
      const { records } = await runAll({ endpoint, clients: 4, requests: 15 });
      const count = (reason: string | null) => records.filter(({ trace }) => trace?.reason === reason).length;
      // Of 60, every third is reset; of the rest, every fourth is cut; of what remains, every fifth is refused.
      assert.deepEqual(
        [count('interrupted'), count('server'), count(null), records.length],
        [20 + 10, 6, 24, 60],
      );
      for (const { response } of records.filter(({ trace }) => trace?.reason === null)) {
        assert.deepEqual([response.error, response.num_tokens_output], [null, 8]);
        assert.notEqual(response.response_text, null);
      }
    } finally {
      await faulty.close();
    }
  });
});
