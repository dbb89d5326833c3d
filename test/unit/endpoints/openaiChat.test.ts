import assert from 'node:assert/strict';
import OpenAI from 'openai';
import type { JsonObject } from '../../../src/core/base/jsonValue.ts';
import { captureRequest } from '../../../src/endpoints/http/captureRequest.ts';
import type { EndpointConfigInput } from '../../../src/endpoints/kinds.ts';
import { OpenAIChatDialect } from '../../../src/endpoints/openaiChat/adapter.ts';
import { type OpenAIChatConfig, openaiChatConfig } from '../../../src/endpoints/openaiChat/config.ts';
import { messageOf, sentBy, withEnvironment } from './support/requests.ts';

type Config = Partial<EndpointConfigInput & { kind: 'openai-chat' }>;

function dialect(config: Config = {}, apiKey?: string): OpenAIChatDialect {
  const parsed = openaiChatConfig.parse({ kind: 'openai-chat', model: 'm', ...config }) as OpenAIChatConfig;
  return new OpenAIChatDialect(parsed, { apiKey });
}

const payload: JsonObject = { messages: [{ role: 'user', content: 'Hi' }], max_tokens: 5 };
const sent = (config: Config, apiKey?: string) => sentBy(dialect(config, apiKey), payload);

describe('openai-chat requests', () => {
  it('model and stream are forced; stream_options is added only when absent', () => {
    const given = { ...payload, model: 'other', stream: false };
    assert.deepEqual(dialect().prepare(given), {
      ...payload,
      model: 'm',
      stream: true,
      stream_options: { include_usage: true },
    });
    assert.deepEqual(dialect({ stream: false }).prepare({ ...given, stream: true }), {
      ...payload,
      model: 'm',
      stream: false,
    });
    const options = (value: JsonObject[string]) =>
      dialect().prepare({ ...payload, stream_options: value })['stream_options'];
    assert.deepEqual([options({}), options(null)], [{ include_usage: true }, { include_usage: true }]);
    assert.deepEqual(options({ include_usage: false }), { include_usage: false });
    assert.deepEqual(options({ include_obfuscation: false }), { include_obfuscation: false });
  });

  it('does not change the given payload', async () => {
    const given = structuredClone(payload);
    const prepared = dialect().prepare(given);
    await dialect().request(prepared);
    assert.deepEqual(given, payload);
  });

  it('the serialised endpoint equals LLMeter’s, key for key', () => {
    assert.deepEqual(
      JSON.stringify(dialect({ provider: 'vllm', name: 'mine', baseUrl: 'http://x/v1' }).toDict()),
      '{"endpoint_name":"openai","model_id":"m","provider":"vllm","endpoint_type":"OpenAICompletionStreamEndpoint"}',
    );
    assert.deepEqual(
      JSON.stringify(dialect({ stream: false }, 'sk-secret').toDict()),
      '{"endpoint_name":"openai","model_id":"m","provider":"openai","endpoint_type":"OpenAICompletionEndpoint"}',
    );
  });

  it('makes a payload from a prompt, in LLMeter’s order', () => {
    assert.equal(
      JSON.stringify(dialect({ baseUrl: 'http://localhost:9000/v1' }).createPayload('Hi', { maxTokens: 7 })),
      '{"messages":[{"role":"user","content":"Hi"}],"max_tokens":7}',
    );
    assert.equal(
      JSON.stringify(
        dialect({ baseUrl: 'http://localhost:9000/v1' }).createPayload('Hi', {
          maxTokens: 7,
          system: 'Be brief.',
        }),
      ),
      '{"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}],"max_tokens":7}',
    );
  });

  const limit = (config: Config) => Object.keys(dialect(config).createPayload('Hi', { maxTokens: 7 })).at(-1);

  it('names the token limit as the server at the address expects, or as configured', () => {
    const names = Object.fromEntries(
      [
        'https://api.openai.com/v1',
        'https://mine.openai.azure.com/openai/v1',
        'https://api.groq.com/openai/v1',
        'https://api.mistral.ai/v1',
        'http://localhost:11434/v1',
        'https://llm.example/v1',
      ].map(baseUrl => [new URL(baseUrl).host, limit({ baseUrl })]),
    );
    assert.deepEqual(names, {
      'api.openai.com': 'max_completion_tokens',
      'mine.openai.azure.com': 'max_completion_tokens',
      'api.groq.com': 'max_completion_tokens',
      'api.mistral.ai': 'max_tokens',
      'localhost:11434': 'max_tokens',
      'llm.example': 'max_tokens',
    });
    assert.equal(limit({}), 'max_completion_tokens');
    assert.equal(limit({ tokenLimit: 'max_tokens' }), 'max_tokens');
  });

  it('names the token limit as Azure’s api-version expects', () => {
    const versions = ['2023-05-15', '2024-08-01-preview', '2024-09-01-preview', '2024-10-21', 'preview'];
    const baseUrl = 'https://mine.openai.azure.com';
    assert.deepEqual(
      versions.map(apiVersion => limit({ baseUrl, apiVersion })),
      ['max_tokens', 'max_tokens', ...Array(3).fill('max_completion_tokens')],
    );
    assert.equal(
      limit({ baseUrl, apiVersion: '2025-04-01-preview', tokenLimit: 'max_tokens' }),
      'max_tokens',
    );
  });

  it('names the token limit as the given provider expects, whatever its address', () => {
    for (const baseUrl of [
      'https://mine.services.ai.azure.com/openai/v1',
      'https://mine.cognitiveservices.azure.com/openai/v1',
    ]) {
      assert.equal(limit({ baseUrl, provider: 'azure' }), 'max_completion_tokens');
      assert.equal(limit({ baseUrl, provider: 'mine' }), 'max_tokens');
    }
    assert.equal(limit({ baseUrl: 'https://api.openai.com/v1', provider: 'mine' }), 'max_completion_tokens');
  });

  it('does not ask for usage if the server rejects the question', () => {
    const asked = (config: Parameters<typeof dialect>[0]) =>
      'stream_options' in dialect(config).prepare({ messages: [] });
    assert.equal(asked({ baseUrl: 'https://api.mistral.ai/v1' }), false);
    assert.equal(asked({ baseUrl: 'https://api.mistral.ai/v1', askUsage: true }), true);
    assert.equal(asked({ baseUrl: 'http://localhost:8000/v1', askUsage: false }), false);
    assert.equal(asked({ baseUrl: 'http://localhost:8000/v1' }), true);
    assert.equal(asked({ baseUrl: 'http://localhost:8000/v1', provider: 'mistral' }), true);
  });

  it('reads the input text from every form of content', () => {
    const messages = [
      { role: 'system', content: 'one' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'two' },
          { type: 'image_url', image_url: { url: 'x' } },
          { type: 'text', text: 'three' },
        ],
      },
      { role: 'assistant', content: null },
      'nonsense',
    ];
    assert.deepEqual([dialect().inputText({ messages }), dialect().inputText({})], ['one\ntwo\nthree', '']);
  });

  it('lists the models, even from a bare list', () => {
    const listed = [{ id: 'a' }, { id: 'b', type: 'chat' }, { name: 'c' }];
    assert.deepEqual(
      [{ object: 'list', data: listed }, listed, null].map(body => dialect().modelIds(body)),
      [['a', 'b'], ['a', 'b'], []],
    );
  });

  it('sends what the SDK would send, byte for byte', async () => {
    const body: JsonObject = {
      messages: [{ role: 'user', content: 'Grüße 🚀 "quoted"\u2028' }],
      max_tokens: 5,
      temperature: 0.1,
      tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }],
      stop: ['\n'],
      custom_field: { nested: [1, null, true] },
    };
    const prepared = dialect({}, 'k').prepare(body);
    const request = await captureRequest(fetch =>
      new OpenAI({ apiKey: 'k', baseURL: 'http://x/v1', fetch, maxRetries: 0 }).chat.completions
        .create(prepared as never)
        .asResponse(),
    );
    const ours = await dialect({ baseUrl: 'http://x/v1' }, 'k').request(prepared);
    assert.equal(ours.body, Buffer.from(request.body).toString());
  });
});

describe('openai-chat addresses and headers', () => {
  it('sends to the vendor by default, with the key as a bearer token', async () => {
    const { url, headers } = await sent({}, 'sk-1');
    assert.equal(url, 'https://api.openai.com/v1/chat/completions');
    assert.equal(headers['authorization'], 'Bearer sk-1');
    assert.equal(headers['content-type'], 'application/json');
  });

  it('accepts any base URL, with or without a trailing slash', async () => {
    for (const baseUrl of ['http://localhost:8000/v1', 'http://localhost:8000/v1/']) {
      assert.equal((await sent({ baseUrl })).url, 'http://localhost:8000/v1/chat/completions');
    }
    assert.equal(
      (await sent({ baseUrl: 'http://[::1]:11434/v1' })).url,
      'http://[::1]:11434/v1/chat/completions',
    );
  });

  it('sends no authentication without a key', async () => {
    const { headers } = await sent({ baseUrl: 'http://localhost:8000/v1' });
    assert.deepEqual([headers['authorization'], headers['api-key']], [undefined, undefined]);
  });

  it('sends custom headers, which may include the authentication', async () => {
    const { headers } = await sent({ headers: { 'X-Team': 'blue', Authorization: 'Basic abc' } });
    assert.deepEqual([headers['x-team'], headers['authorization']], ['blue', 'Basic abc']);
    assert.equal(
      (await sent({ headers: { Authorization: 'Basic abc' } }, 'sk-1')).headers['authorization'],
      'Basic abc',
    );
  });

  it('addresses Azure by deployment and version, with its own key header', async () => {
    for (const baseUrl of [
      'https://res.openai.azure.com',
      'https://res.openai.azure.com/',
      'https://res.openai.azure.com/openai/',
    ]) {
      const { url, headers } = await sent(
        { model: 'my gpt', baseUrl, apiVersion: '2024-10-21' },
        'azure-key',
      );
      assert.equal(
        url,
        'https://res.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21',
      );
      assert.deepEqual([headers['api-key'], headers['authorization']], ['azure-key', undefined]);
    }
  });

  it('sends no key to Azure if there is none', async () => {
    const { headers } = await sent({ baseUrl: 'https://res.openai.azure.com', apiVersion: '2024-10-21' });
    assert.deepEqual([headers['api-key'], headers['authorization']], [undefined, undefined]);
  });

  it('reports that Azure needs an address', async () => {
    await assert.rejects(sent({ apiVersion: '2024-10-21' }, 'k'), /UserError: .*"apiVersion".*"baseUrl"/);
  });

  it('leaks no environment settings that are meant for other servers', async () => {
    const environment = {
      OPENAI_API_KEY: 'env-key',
      OPENAI_ADMIN_KEY: 'env-admin',
      OPENAI_ORG_ID: 'env-org',
      OPENAI_PROJECT_ID: 'env-project',
      OPENAI_BASE_URL: 'http://env-base.example/v1',
      OPENAI_CUSTOM_HEADERS: 'X-Env-Header: env-custom\nAuthorization: Bearer env-token',
      AZURE_OPENAI_API_KEY: 'env-azure',
      AZURE_OPENAI_ENDPOINT: 'http://env-endpoint.example',
      OPENAI_API_VERSION: 'env-version',
    };
    await withEnvironment(environment, async () => {
      for (const apiVersion of [undefined, '2024-10-21']) {
        for (const apiKey of [undefined, 'own-key']) {
          const config = { baseUrl: 'http://llm.example/v1', ...(apiVersion && { apiVersion }) };
          const { url, headers } = await sent(config, apiKey);
          assert.doesNotMatch(JSON.stringify([url, headers]), /env-/);
          assert.equal(
            headers[apiVersion ? 'api-key' : 'authorization'],
            apiKey && (apiVersion ? apiKey : `Bearer ${apiKey}`),
          );
        }
      }
    });
  });

  it('requests the models from where the API has them', async () => {
    const request = await dialect({ baseUrl: 'http://localhost:8000/v1' }).modelsRequest();
    assert.deepEqual([request?.method, request?.url], ['GET', 'http://localhost:8000/v1/models']);
    assert.deepEqual(dialect().modelIds({ data: [{ id: 'a' }, { id: 5 }, null, { id: 'b' }] }), ['a', 'b']);
    assert.deepEqual(dialect().modelIds('nonsense'), []);
  });
});

describe('createEndpoint', () => {
  const refusal = (config: Config, apiKey?: string) =>
    messageOf({ kind: 'openai-chat', model: 'm', ...config }, apiKey);

  it('refuses settings that make every request impossible, before anything is sent, and shows no secret', async () => {
    assert.equal(
      await refusal({}, 'sk-sesame\nsk-2'),
      'The API key contains a line break or another character that is not allowed in HTTP headers.',
    );
    assert.match((await refusal({}, 'sk-sesame\n')) ?? '', /^The API key contains a line break/);
    assert.equal(
      await refusal({ headers: { 'x-team': 'se\r\nsame' } }),
      'The header "x-team" contains a line break or another character that is not allowed in HTTP headers.',
    );
    assert.equal(
      await refusal({ headers: { 'x team': 'a' } }),
      '"x team" is not a valid header name: check "headers".',
    );
  });
});
