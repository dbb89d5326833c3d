import assert from 'node:assert/strict';
import type { LLMock } from '@copilotkit/aimock';
import type { ErrorReason } from '../../src/core/base/errors.ts';
import type { EndpointConfigInput } from '../../src/endpoints/kinds.ts';
import { realEndpoint, runAll } from '../unit/endpoints/support/runs.ts';
import { answer, chunks, key, startMock, timing } from './mock.ts';

/** What differs from one API to the other. */
const apis = {
  'openai-chat': { path: '/v1', id: /^chatcmpl-/, stop: 'stop', prompt: 'Be brief.\nplain' },
  'anthropic-messages': { path: '', id: /^msg_/, stop: 'end_turn', prompt: 'plain' },
  'openai-responses': { path: '/v1', id: /^resp-/, stop: 'completed', prompt: 'plain' },
  // aimock gives these answers no responseId and lists no models; a tool call is one piece, as Google's.
  'google-gemini': { path: '/v1beta', id: /^[0-9a-f]{32}$/, stop: 'STOP', prompt: 'plain' },
  litellm: {
    path: '/v1',
    id: /^chatcmpl-/,
    stop: 'stop',
    prompt: '[{"role": "user", "content": "plain"}, {"role": "system", "content": "Be brief."}]',
  },
} as const;
/** These stream a summary of the reasoning, while they count the reasoning itself. */
const summarised: readonly string[] = ['openai-responses', 'google-gemini'];

/** A timer of Node's may go off a millisecond early. */
const early = 0.002;

describe('endpoints against aimock', () => {
  let mock: LLMock;
  before(async () => {
    mock = await startMock();
  });
  after(() => mock.stop());
  beforeEach(() => mock.clearRequests());

  for (const kind of Object.keys(apis) as (keyof typeof apis)[]) {
    const { path, id, stop, prompt: inputPrompt } = apis[kind];
    const run = async (
      prompt: string,
      { stream = true, clients = 1, requests = 1, timeout = 30, apiKey = key } = {},
    ) => {
      const config = {
        kind,
        model: 'some-model',
        stream,
        baseUrl: `${mock.url}${path}`,
      } as EndpointConfigInput;
      const endpoint = await realEndpoint(config, apiKey);
      const payloads = [endpoint.createPayload(prompt, { maxTokens: 100, system: 'Be brief.' })];
      const { records } = await runAll({ endpoint, payloads, clients, requests, timeout });
      assert.equal(records.length, clients * requests);
      return records;
    };
    const one = async (prompt: string, options: Parameters<typeof run>[1] = {}) => {
      const [record] = await run(prompt, options);
      assert.ok(record?.trace);
      return { response: record.response, trace: record.trace };
    };

    describe(kind, () => {
      it('reads a stream whole, with the scripted pace', async () => {
        const { response, trace } = await one('plain');
        assert.deepEqual(
          [response.error, response.response_text, response.num_tokens_input, response.num_tokens_output],
          [null, answer, 12, 14],
        );
        assert.match(response.id ?? '', id);
        assert.deepEqual([trace.chunks, trace.gaps.length, trace.httpStatus], [chunks, chunks - 1, 200]);
        assert.equal(trace.stopReason, stop);
        assert.ok((trace.ttft ?? 0) >= timing.ttft / 1000 - early);
        const least = (chunks - 1) / timing.tps - chunks * early;
        assert.ok((trace.ttlt ?? 0) - (trace.ttft ?? 0) >= least);
        assert.deepEqual(
          [response.time_to_first_token, response.time_to_last_token],
          [trace.ttft, trace.ttlt],
        );
      });

      it('reads an answer in one body', async () => {
        const { response, trace } = await one('plain', { stream: false });
        assert.deepEqual(
          [response.error, response.response_text, response.num_tokens_input, response.num_tokens_output],
          [null, answer, 12, 14],
        );
        assert.deepEqual([response.time_to_first_token, trace.ttft, trace.chunks], [null, null, 1]);
        assert.ok((response.time_to_last_token ?? 0) > 0);
      });

      it('tells reasoning from text', async () => {
        const { response, trace } = await one('think');
        assert.deepEqual([response.error, response.response_text], [null, answer]);
        assert.ok((trace.ttftAny ?? 1) < (trace.ttft ?? 0));
        assert.ok(trace.chunks > chunks);
        assert.deepEqual(
          [trace.hiddenReasoning, response.time_to_first_token],
          [summarised.includes(kind), trace.ttft],
        );
        const whole = await one('think', { stream: false });
        assert.equal(whole.response.response_text, answer);
      });

      it('takes a tool call for generated but not for text', async () => {
        const { response, trace } = await one('tool');
        assert.deepEqual(
          [response.error, response.response_text, response.time_to_first_token],
          [null, null, null],
        );
        assert.ok(
          (trace.ttftAny ?? 0) >= timing.ttft / 1000 - early &&
            trace.chunks > (kind === 'google-gemini' ? 0 : 1),
        );
        assert.ok((response.time_to_last_token ?? 0) >= (trace.ttlt ?? 1));
        const whole = await one('tool', { stream: false });
        assert.equal(whole.response.error, null);
      });

      it('keeps every character', async () => {
        for (const stream of [true, false]) {
          assert.equal((await one('unicode', { stream })).response.response_text, 'Grüße, 世界 🚀🇩🇪!');
        }
      });

      it('sends what it says it sent, once for each request, over as many connections as clients', async () => {
        const records = await run('plain', { clients: 3, requests: 4 });
        const got = mock.getRequests();
        assert.equal(got.length, 12);
        for (const { response, trace } of records) {
          assert.deepEqual([response.error, response.response_text, response.retries], [null, answer, 0]);
          // Gemini has the model in the address.
          const model = kind === 'google-gemini' ? undefined : 'some-model';
          assert.deepEqual([response.input_payload?.['model'], response.input_prompt], [model, inputPrompt]);
          assert.ok((trace?.ttft ?? 0) >= timing.ttft / 1000 - early);
        }
        assert.equal(new Set(records.map(({ response }) => response.id)).size, 12);
        // The streams are ended by aimock as it would a keep-alive connection.
        assert.equal(records.filter(({ trace }) => trace?.newConnection).length, 3);
      });

      const faults: [prompt: string, reason: ErrorReason, message: RegExp, partial?: boolean][] = [
        ['cut', 'interrupted', /closed before the answer was complete/, true],
        ['disconnect', 'interrupted', /closed before the answer was complete/, true],
        ['gone', 'connection', /(closed|reset) before the server answered/],
        ['malformed', 'protocol', /could not be read as .*JSON/],
        ['limited', 'rateLimit', /^429 .*rate limit exceeded/],
        ['late', 'timeout', /longer than 0\.3 s/],
        ['refuse 400', 'badRequest', /^400 .*Scripted 400/],
        ['refuse 401', 'authentication', /^401 .*Scripted 401/],
        ['refuse 403', 'permission', /^403 .*Scripted 403/],
        ['refuse 500', 'server', /^500 .*Scripted 500/],
        ['refuse 503', 'overloaded', /^503 .*Scripted 503/],
        ['refuse 529', 'overloaded', /^529 .*Scripted 529/],
        ['no such fixture', 'notFound', /^404 .*No fixture matched/],
      ];
      for (const [prompt, reason, message, partial = false] of faults) {
        it(`tells "${prompt}" and keeps what came`, async () => {
          const { response, trace } = await one(prompt, { timeout: prompt === 'late' ? 0.3 : 30 });
          assert.equal(trace.reason, reason, response.error ?? 'no error');
          assert.match(response.error ?? '', message);
          assert.equal(mock.getRequests().length, prompt === 'late' ? mock.getRequests().length : 1);
          assert.equal(trace.retryAfter, prompt === 'limited' ? 1 : null);
          if (partial) {
            assert.ok(answer.startsWith(response.response_text ?? '-') && response.response_text !== '');
            assert.ok((response.time_to_first_token ?? 0) >= timing.ttft / 1000 - early);
          } else {
            assert.deepEqual([response.response_text, response.time_to_first_token], [null, null]);
          }
        });
      }

      it('tells a wrong key without showing it', async () => {
        const { response, trace } = await one('plain', { apiKey: 'sk-wrong-9876543210' });
        assert.deepEqual([trace.reason, trace.httpStatus], ['authentication', 401]);
        assert.doesNotMatch(response.error ?? '', /9876543210/);
      });

      if (kind !== 'google-gemini') {
        it('lists the models', async () => {
          const config = { kind, model: 'm', baseUrl: `${mock.url}${path}` } as EndpointConfigInput;
          const endpoint = await realEndpoint(config, key);
          const models = await endpoint.listModels(5000);
          assert.ok(models.length > 0 && models.every(model => model !== ''));
          endpoint.close();
        });
      }
    });
  }

  it('speaks Azure’s addressing', async () => {
    const config = {
      kind: 'openai-chat',
      model: 'my-deployment',
      baseUrl: mock.url,
      apiVersion: '2024-10-21',
      provider: 'azure',
    } as const;
    const endpoint = await realEndpoint(config, key);
    const payloads = [endpoint.createPayload('plain', { maxTokens: 100 })];
    const { records } = await runAll({ endpoint, payloads });
    assert.deepEqual([records[0]?.response.error, records[0]?.response.response_text], [null, answer]);
  });
});
