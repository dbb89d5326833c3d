import assert from 'node:assert/strict';
import type { EndpointConfigInput } from '../../../src/endpoints/kinds.ts';
import { LiteLLMDialect } from '../../../src/endpoints/litellm/adapter.ts';
import { type LiteLLMConfig, litellmConfig } from '../../../src/endpoints/litellm/config.ts';
import { Player, whole } from './support/replay.ts';
import { sentBy } from './support/requests.ts';
import { frozen } from './support/runs.ts';

type Config = Partial<EndpointConfigInput & { kind: 'litellm' }>;

function dialect(config: Config = {}, apiKey?: string): LiteLLMDialect {
  const parsed = litellmConfig.parse({ kind: 'litellm', model: 'openai/gpt-4.1', ...config });
  return new LiteLLMDialect(parsed as LiteLLMConfig, { apiKey });
}

const payload = frozen({ messages: [{ role: 'user', content: 'Hi' }], max_tokens: 5 });

describe('litellm', () => {
  it('model and stream are forced; include_usage is merged into stream_options', () => {
    const given = frozen({ ...payload, model: 'other', stream: false, stream_options: { x: 1 } });
    assert.deepEqual(dialect().prepare(given), {
      ...payload,
      model: 'openai/gpt-4.1',
      stream: true,
      stream_options: { x: 1, include_usage: true },
    });
    for (const options of [{ include_usage: false }, null, {}]) {
      const prepared = dialect().prepare({ ...payload, stream_options: options });
      assert.deepEqual(prepared['stream_options'], { include_usage: true });
    }
    assert.deepEqual(dialect({ stream: false }).prepare(given), {
      ...payload,
      model: 'openai/gpt-4.1',
      stream: false,
      stream_options: { x: 1 },
    });
  });

  it('the system message comes last', () => {
    assert.equal(
      JSON.stringify(dialect().createPayload('Hi', { maxTokens: 7, system: 'Be brief.' })),
      '{"messages":[{"role":"user","content":"Hi"},{"role":"system","content":"Be brief."}],"max_tokens":7}',
    );
    assert.equal(
      JSON.stringify(dialect().createPayload('Hi', { maxTokens: 7 })),
      '{"messages":[{"role":"user","content":"Hi"}],"max_tokens":7}',
    );
  });

  it('the serialised endpoint equals LLMeter’s, key for key', () => {
    const dict = (config: Config) => JSON.stringify(dialect(config, 'sk-secret').toDict());
    assert.equal(
      dict({}),
      '{"litellm_model":"openai/gpt-4.1","endpoint_name":"gpt-4.1","model_id":"gpt-4.1","provider":"openai","endpoint_type":"LiteLLMStreaming"}',
    );
    assert.equal(
      dict({ stream: false, model: 'openrouter/meta-llama/llama-3', modelId: 'mine' }),
      '{"litellm_model":"openrouter/meta-llama/llama-3","endpoint_name":"meta-llama/llama-3","model_id":"mine","provider":"openrouter","endpoint_type":"LiteLLM"}',
    );
    assert.equal(
      dict({ model: 'our-alias' }),
      '{"litellm_model":"our-alias","endpoint_name":"our-alias","model_id":"our-alias","provider":"litellm","endpoint_type":"LiteLLMStreaming"}',
    );
    assert.equal(JSON.parse(dict({ model: 'our-alias', provider: 'azure' })).provider, 'azure');
  });

  it('uses the messages as Python writes them as the input text', () => {
    const messages = [{ role: 'user', content: 'Zürich "now" 🚀' }];
    assert.equal(
      dialect().inputText({ messages }),
      '[{"role": "user", "content": "Z\\u00fcrich \\"now\\" \\ud83d\\ude80"}]',
    );
    assert.equal(dialect().inputText({}), 'null');
  });

  it('sends a chat completion to the proxy', async () => {
    const { url, headers } = await sentBy(dialect({}, 'sk-1'), payload);
    assert.deepEqual(
      [url, headers['authorization']],
      ['http://localhost:4000/v1/chat/completions', 'Bearer sk-1'],
    );
    const other = await sentBy(dialect({ baseUrl: 'https://proxy.example/v1' }), payload);
    assert.deepEqual(
      [other.url, other.headers['authorization']],
      ['https://proxy.example/v1/chat/completions', undefined],
    );
    assert.deepEqual(payload, { messages: [{ role: 'user', content: 'Hi' }], max_tokens: 5 });
  });

  it('requests the models from the proxy', async () => {
    const request = await dialect().modelsRequest();
    assert.equal(request.url, 'http://localhost:4000/v1/models');
    assert.deepEqual(dialect().modelIds({ data: [{ id: 'openai/gpt-4.1' }] }), ['openai/gpt-4.1']);
  });

  it('records the proxy’s own retries: they are part of the time', async () => {
    const player = await Player.for({ kind: 'litellm', model: 'openai/gpt-4.1', stream: false });
    const body = '{"choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"stop"}]}';
    const retries = (...told: string[]) => {
      const headers = ['content-type: application/json'];
      for (const count of told) headers.push(`x-litellm-attempted-retries: ${count}`);
      return player.play(whole(body, { headers })).response.retries;
    };
    assert.deepEqual([retries('2'), retries('0'), retries('None'), retries()], [2, 0, 0, 0]);
  });
});
