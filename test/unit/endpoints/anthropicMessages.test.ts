import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import type { JsonObject } from '../../../src/core/base/jsonValue.ts';
import { AnthropicMessagesDialect } from '../../../src/endpoints/anthropicMessages/adapter.ts';
import {
  type AnthropicMessagesConfig,
  anthropicMessagesConfig,
  anthropicMessagesKind,
} from '../../../src/endpoints/anthropicMessages/config.ts';
import { captureRequest } from '../../../src/endpoints/http/captureRequest.ts';
import type { EndpointConfigInput } from '../../../src/endpoints/kinds.ts';
import { parseEndpoint } from '../../../src/measure/plan/parsePlan.ts';
import { sentBy, withEnvironment } from './support/requests.ts';

type Config = Partial<EndpointConfigInput & { kind: 'anthropic-messages' }>;

function dialect(config: Config = {}, apiKey?: string): Promise<AnthropicMessagesDialect> {
  const parsed = anthropicMessagesConfig.parse({
    kind: 'anthropic-messages',
    model: 'claude-sonnet-5-5',
    ...config,
  });
  return AnthropicMessagesDialect.open(parsed as AnthropicMessagesConfig, { apiKey });
}

const payload: JsonObject = { messages: [{ role: 'user', content: 'Hi' }], max_tokens: 5 };
const sent = async (config: Config, apiKey?: string) => sentBy(await dialect(config, apiKey), payload);

describe('anthropic-messages requests', () => {
  it('forces the model, and sets stream when it streams', async () => {
    const given = { ...payload, model: 'other', stream: false };
    assert.deepEqual((await dialect()).prepare(given), {
      ...payload,
      model: 'claude-sonnet-5-5',
      stream: true,
    });
    assert.deepEqual((await dialect({ stream: false })).prepare({ ...given, stream: true }), {
      ...payload,
      model: 'claude-sonnet-5-5',
    });
  });

  it('does not change the given payload', async () => {
    const given = structuredClone(payload);
    const adapter = await dialect();
    await adapter.request(adapter.prepare(given));
    assert.deepEqual(given, payload);
  });

  it('provider anthropic has its own address; an unknown provider is rejected with the list', async () => {
    const { url, headers } = await sent({}, 'sk-ant-1');
    assert.equal(url, 'https://api.anthropic.com/v1/messages');
    assert.deepEqual(
      [headers['authorization'], headers['x-api-key'], headers['anthropic-version']],
      ['Bearer sk-ant-1', undefined, '2026-10-21'],
    );
    assert.throws(
      () => parseEndpoint({ kind: 'anthropic-messages', model: 'm', provider: 'azure' }),
      error => {
        for (const provider of anthropicMessagesKind.providers) {
          assert.match(
            String(error),
            new RegExp(`UserError: .*"provider" must be .*"${provider}".*, not "azure"`),
          );
        }
        return true;
      },
    );
  });

  it('create_payload omits thinking unless it is requested, and keeps LLMeter’s key order', async () => {
    const adapter = await dialect();
    assert.equal(
      JSON.stringify(adapter.createPayload('Hi', { maxTokens: 7 })),
      '{"messages":[{"role":"user","content":"Hi"}],"max_tokens":7}',
    );
    assert.equal(
      JSON.stringify(adapter.createPayload('Hi', { maxTokens: 7, system: 'Be brief.' })),
      '{"messages":[{"role":"user","content":"Hi"}],"max_tokens":7,"system":"Be brief."}',
    );
  });

  it('the serialised endpoint equals LLMeter’s, key for key', async () => {
    assert.equal(
      JSON.stringify((await dialect({ name: 'mine' }, 'sk-ant-1')).toDict()),
      '{"endpoint_name":"anthropic-messages","model_id":"claude-sonnet-5-5","provider":"anthropic","aws_region":null,"ttft_visible_tokens_only":true,"endpoint_type":"AnthropicMessagesStream"}',
    );
    assert.equal(
      JSON.stringify((await dialect({ ttftVisibleTokensOnly: false })).toDict()),
      '{"endpoint_name":"anthropic-messages","model_id":"claude-sonnet-5-5","provider":"anthropic","aws_region":null,"ttft_visible_tokens_only":false,"endpoint_type":"AnthropicMessagesStream"}',
    );
    assert.equal(
      JSON.stringify((await dialect({ stream: false })).toDict()),
      '{"endpoint_name":"anthropic-messages","model_id":"claude-sonnet-5-5","provider":"anthropic","aws_region":null,"endpoint_type":"AnthropicMessages"}',
    );
  });

  it('reads the input text from every form of content', async () => {
    const adapter = await dialect();
    const messages = [
      { role: 'user', content: 'one' },
      { role: 'user', content: ['two', { type: 'text', text: 'three' }, { type: 'image', source: {} }] },
    ];
    assert.deepEqual([adapter.inputText({ messages }), adapter.inputText({})], ['one\ntwo\nthree', '']);
  });

  it('sends what the SDK would send, byte for byte, even for long answers in one body', async () => {
    for (const stream of [true, false]) {
      const body: JsonObject = {
        messages: [{ role: 'user', content: 'Grüße 🚀' }],
        max_tokens: 100_000,
        system: [{ type: 'text', text: 'S', cache_control: { type: 'ephemeral' } }],
        thinking: { type: 'enabled', budget_tokens: 1024 },
        stop_sequences: ['x'],
      };
      const prepared = (await dialect({ stream })).prepare(body);
      const request = await captureRequest(fetch =>
        new Anthropic({ apiKey: 'k', fetch, maxRetries: 0, timeout: 3_600_000 }).messages
          .create(prepared as never)
          .asResponse(),
      );
      const ours = await (await dialect({ stream }, 'k')).request(prepared);
      assert.equal(ours.body, Buffer.from(request.body).toString());
    }
  });
});

describe('anthropic-messages addresses and headers', () => {
  it('accepts any base URL and custom headers', async () => {
    const { url, headers } = await sent({
      baseUrl: 'http://localhost:8000',
      headers: { 'anthropic-beta': 'x-1' },
    });
    assert.equal(url, 'http://localhost:8000/v1/messages');
    assert.equal(headers['anthropic-beta'], 'x-1');
  });

  it('also sends the key in its older form to other servers', async () => {
    const { headers } = await sent({ baseUrl: 'http://localhost:8000' }, 'k-1');
    assert.deepEqual([headers['authorization'], headers['x-api-key']], ['Bearer k-1', 'k-1']);
  });

  it('sends no authentication without a key', async () => {
    const { headers } = await sent({ baseUrl: 'http://localhost:8000' });
    assert.deepEqual([headers['authorization'], headers['x-api-key']], [undefined, undefined]);
  });

  it('leaks no environment settings that are meant for other servers', async () => {
    const environment = {
      ANTHROPIC_API_KEY: 'env-key',
      ANTHROPIC_AUTH_TOKEN: 'env-token',
      ANTHROPIC_BASE_URL: 'http://env-base.example',
      ANTHROPIC_CUSTOM_HEADERS: 'X-Env-Header: env-custom\nX-Api-Key: env-custom-key',
    };
    await withEnvironment(environment, async () => {
      for (const apiKey of [undefined, 'own-key']) {
        const { url, headers } = await sent({ baseUrl: 'http://llm.example' }, apiKey);
        assert.doesNotMatch(JSON.stringify([url, headers]), /env-/);
        assert.equal(headers['x-api-key'], apiKey);
      }
    });
  });

  it('requests the models', async () => {
    const adapter = await dialect({ baseUrl: 'http://localhost:8000' }, 'k');
    const [request] = [await adapter.modelsRequest()].flat();
    assert.deepEqual([request?.method, request?.url], ['GET', 'http://localhost:8000/v1/models']);
  });
});
