import assert from 'node:assert/strict';
import type { EndpointConfigInput } from '../../../src/endpoints/kinds.ts';
import { OpenAIResponsesDialect } from '../../../src/endpoints/openaiResponses/adapter.ts';
import {
  type OpenAIResponsesConfig,
  openaiResponsesConfig,
} from '../../../src/endpoints/openaiResponses/config.ts';
import { Player, streamed, whole } from './support/replay.ts';
import { sentBy, withEnvironment } from './support/requests.ts';
import { frozen } from './support/runs.ts';

type Config = Partial<EndpointConfigInput & { kind: 'openai-responses' }>;

function dialect(config: Config = {}, apiKey?: string): OpenAIResponsesDialect {
  const parsed = openaiResponsesConfig.parse({ kind: 'openai-responses', model: 'm', ...config });
  return new OpenAIResponsesDialect(parsed as OpenAIResponsesConfig, { apiKey });
}

const payload = frozen({ input: 'Hi', max_output_tokens: 5 });
const sent = (config: Config, apiKey?: string) => sentBy(dialect(config, apiKey), payload);

const event = (type: string, fields: object) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: 0, ...fields })}\n\n`;
const created = event('response.created', { response: { id: 'resp_1', status: 'in_progress' } });
const text = (delta: string) => event('response.output_text.delta', { delta });
const usage = {
  input_tokens: 9,
  input_tokens_details: { cached_tokens: 4 },
  output_tokens: 8,
  output_tokens_details: { reasoning_tokens: 5 },
};
const completed = event('response.completed', { response: { id: 'resp_1', status: 'completed', usage } });

async function play(config: Config, ...events: string[]) {
  const player = await Player.for({ kind: 'openai-responses', model: 'm', ...config });
  return player.play(streamed(...events));
}

describe('openai-responses', () => {
  it('non-stream status failed: the error is `code: message`, without an id and a TTLT', async () => {
    const player = await Player.for({ kind: 'openai-responses', model: 'm', stream: false });
    const failed = (error: unknown) => {
      const body = { id: 'resp_1', status: 'failed', output: [], usage, error };
      const { response } = player.play(whole(JSON.stringify(body)));
      assert.match(response.id ?? '', /^[0-9a-f]{32}$/);
      assert.deepEqual(
        [response.response_text, response.time_to_last_token, response.num_tokens_output],
        [null, null, null],
      );
      return response.error;
    };
    assert.equal(failed({ code: 'server_error', message: 'It broke.' }), 'server_error: It broke.');
    assert.equal(failed({ message: 'It broke.' }), 'It broke.');
    assert.equal(failed({ code: 'server_error' }), '{"code":"server_error"}');
    assert.equal(failed(null), 'Response API request failed');
  });

  it('stream: id from created, usage from completed', async () => {
    const { response, trace } = await play({}, created, text('Hel'), text('lo'), completed);
    assert.deepEqual(
      {
        id: response.id,
        text: response.response_text,
        error: response.error,
        times: [response.time_to_first_token, response.time_to_last_token],
        input: response.num_tokens_input,
        output: response.num_tokens_output,
        cached: response.num_tokens_input_cached,
        reasoning: response.num_tokens_output_reasoning,
        stop: trace.stopReason,
      },
      {
        id: 'resp_1',
        text: 'Hello',
        error: null,
        times: [0.03, 0.04],
        input: 9,
        output: 8,
        cached: 4,
        reasoning: 5,
        stop: 'completed',
      },
    );
  });

  it('stream: the error comes from failed, whose time is TTLT; what came before is kept', async () => {
    const error = { code: 'rate_limit_exceeded', message: 'Slow down.' };
    const failed = event('response.failed', { response: { id: 'resp_1', status: 'failed', error, usage } });
    const { response, trace } = await play({}, created, text('Hel'), failed);
    assert.deepEqual(
      [response.error, response.response_text, response.id, response.num_tokens_output, trace.reason],
      ['rate_limit_exceeded: Slow down.', 'Hel', 'resp_1', 8, 'rateLimit'],
    );
    assert.deepEqual(
      [response.time_to_first_token, response.time_to_last_token, trace.ttlt],
      [0.03, 0.04, 0.03],
    );
  });

  it('stream: reasoning deltas count for TTFT only with visible-only off', async () => {
    for (const type of ['response.reasoning_summary_text.delta', 'response.reasoning_text.delta']) {
      const events = [created, event(type, { delta: 'Hm' }), text('42'), completed];
      const visible = await play({}, ...events);
      const any = await play({ ttftVisibleTokensOnly: false }, ...events);
      assert.deepEqual(
        [visible.response.time_to_first_token, any.response.time_to_first_token],
        [0.04, 0.03],
        type,
      );
      for (const { response, trace } of [visible, any]) {
        assert.deepEqual([response.response_text, response.time_to_last_token], ['42', 0.04]);
        assert.deepEqual([trace.ttft, trace.ttftAny], [0.04, 0.03]);
      }
    }
  });

  it('forces model and stream, and does not ask for usage, which this API has no option for', () => {
    assert.equal(
      JSON.stringify(dialect().prepare({ ...payload, model: 'other', stream: false })),
      '{"input":"Hi","max_output_tokens":5,"model":"m","stream":true}',
    );
    assert.deepEqual(dialect({ stream: false }).prepare(payload), { ...payload, model: 'm', stream: false });
    const own = { ...payload, stream_options: { include_obfuscation: false } };
    assert.deepEqual(dialect().prepare(own)['stream_options'], { include_obfuscation: false });
  });

  it('does not change the given payload', async () => {
    await sent({});
    assert.deepEqual(payload, { input: 'Hi', max_output_tokens: 5 });
  });

  it('the serialised endpoint equals LLMeter’s, key for key', () => {
    assert.equal(
      JSON.stringify(dialect({ provider: 'azure', ttftVisibleTokensOnly: false }, 'sk-secret').toDict()),
      '{"endpoint_name":"openai-response-stream","model_id":"m","provider":"azure","ttft_visible_tokens_only":false,"endpoint_type":"OpenAIResponseStreamEndpoint"}',
    );
    assert.equal(
      JSON.stringify(dialect({ stream: false }).toDict()),
      '{"endpoint_name":"openai-response","model_id":"m","provider":"openai","endpoint_type":"OpenAIResponseEndpoint"}',
    );
  });

  it('makes a payload from a prompt, in LLMeter’s order', () => {
    assert.equal(
      JSON.stringify(dialect().createPayload('Hi', { maxTokens: 7, system: 'Be brief.' })),
      '{"input":"Hi","max_output_tokens":7,"instructions":"Be brief."}',
    );
    assert.deepEqual(Object.keys(dialect().createPayload('Hi', { maxTokens: 7 })), [
      'input',
      'max_output_tokens',
    ]);
  });

  it('reads the input text from every form of input', () => {
    const read = (input: never) => dialect().inputText({ input });
    assert.equal(read('one' as never), 'one');
    const list = [
      { role: 'user', content: 'one' },
      { role: 'user', content: [{ type: 'input_text', text: 'two' }, { type: 'input_image' }, 'three'] },
      { type: 'function_call', name: 'f' },
    ];
    assert.equal(read(list as never), 'one\ntwo\nthree');
    assert.equal(dialect().inputText({}), '');
  });

  it('sends requests to where the SDK would send them', async () => {
    const own = await sent({}, 'sk-1');
    assert.deepEqual(
      [own.url, own.headers['authorization'], own.headers['content-type']],
      ['https://api.openai.com/v1/responses', 'Bearer sk-1', 'application/json'],
    );
    const azure = await sent(
      { baseUrl: 'https://res.openai.azure.com', apiVersion: '2025-04-01-preview' },
      'k',
    );
    assert.deepEqual(
      [azure.url, azure.headers['api-key'], azure.headers['authorization']],
      ['https://res.openai.azure.com/openai/responses?api-version=2025-04-01-preview', 'k', undefined],
    );
    const environment = {
      OPENAI_API_KEY: 'env-key',
      OPENAI_ORG_ID: 'env-org',
      OPENAI_CUSTOM_HEADERS: 'X-E: env-x',
    };
    await withEnvironment(environment, async () => {
      assert.doesNotMatch(JSON.stringify(await sent({ baseUrl: 'http://llm.example/v1' })), /env-/);
    });
  });
});
