import assert from 'node:assert/strict';
import { fixed } from '../../../src/simulator/scenario/distribution.ts';
import type { Scenario } from '../../../src/simulator/scenario/scenario.ts';
import { eventData } from './rawClient.ts';
import { play, type Scripted, type ScriptedRequest } from './scripted.ts';

const text: Partial<Scenario> = { text: 'Grüße, 世界', promptTokens: 9, cachedTokens: 4 };
const question = { model: 'sim', max_tokens: 100, messages: [{ role: 'user', content: 'Hi' }] };

function ask(request: Partial<ScriptedRequest>): Scripted {
  const headers = { 'anthropic-version': '2023-06-01' };
  return play({ path: '/v1/messages', headers, scenario: text, body: question, ...request });
}

describe('simulator: Anthropic messages', () => {
  it('streams as api.anthropic.com does', () => {
    const { response, writes, id } = ask({ body: { ...question, stream: true } });
    assert.match(id ?? '', /^msg_01[A-Za-z0-9]{22}$/);
    assert.deepEqual(
      { ...response.headers, 'request-id': response.headers['request-id']?.slice(0, 8) },
      {
        date: 'Tue, 14 Nov 2023 22:13:20 GMT',
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache',
        'request-id': 'req_011C',
        'anthropic-organization-id': '00000000-0000-4000-8000-000000000000',
        'anthropic-ratelimit-requests-limit': '4000',
        'anthropic-ratelimit-requests-remaining': '3999',
        'transfer-encoding': 'chunked',
        connection: 'keep-alive',
      },
    );
    assert.deepEqual(response.chunks, [
      `event: message_start\ndata: {"type":"message_start","message":{"model":"sim","id":"${id}","type":"message","role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,"stop_details":null,"usage":{"input_tokens":5,"cache_creation_input_tokens":0,"cache_read_input_tokens":4,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":1,"service_tier":"standard","inference_geo":"not_available"}}}\n\n`,
      'event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}       }\n\n',
      'event: ping\ndata: {"type": "ping"}\n\n',
      'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Grüße,"}        }\n\n',
      'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" 世界"}  }\n\n',
      'event: content_block_stop\ndata: {"type":"content_block_stop","index":0         }\n\n',
      'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null,"stop_details":null},"usage":{"input_tokens":5,"cache_creation_input_tokens":0,"cache_read_input_tokens":4,"output_tokens":2}   }\n\n',
      'event: message_stop\ndata: {"type":"message_stop"          }\n\n',
    ]);
    assert.deepEqual(writes, [
      { at: 0, events: 3 },
      { at: 100, events: 1 },
      { at: 120, events: 1 },
      { at: 120, events: 3 },
    ]);
  });

  const outline = (body: string): string[] =>
    (eventData(body) as { type: string; index?: number; delta?: { type?: string } }[]).map(
      ({ type, index, delta }) => [type, index, delta?.type].filter(part => part !== undefined).join(' '),
    );

  it('streams thinking, its signature, then the text', () => {
    const scenario = { ...text, reasoningTokens: fixed(2) };
    const { response } = ask({ body: { ...question, stream: true }, scenario });
    assert.deepEqual(outline(response.body), [
      'message_start',
      'content_block_start 0',
      'ping',
      'content_block_delta 0 thinking_delta',
      'content_block_delta 0 thinking_delta',
      'content_block_delta 0 signature_delta',
      'content_block_stop 0',
      'content_block_start 1',
      'content_block_delta 1 text_delta',
      'content_block_delta 1 text_delta',
      'content_block_stop 1',
      'message_delta',
      'message_stop',
    ]);
  });

  it('omits the text of hidden thinking, but keeps its time, signature and cost', () => {
    const scenario: Partial<Scenario> = { ...text, reasoningTokens: fixed(2), reasoning: 'hidden' };
    const { response, writes } = ask({ body: { ...question, stream: true }, scenario });
    assert.deepEqual(outline(response.body).slice(1, 7), [
      'content_block_start 0',
      'ping',
      'content_block_delta 0 signature_delta',
      'content_block_stop 0',
      'content_block_start 1',
      'content_block_delta 1 text_delta',
    ]);
    assert.deepEqual(
      writes.map(({ at }) => at),
      [0, 140, 140, 160, 160],
    );
    assert.match(response.body, /"output_tokens":4,"output_tokens_details":{"thinking_tokens":2}/);
  });

  it('ends a message without a text block when the limit is reached while thinking', () => {
    const scenario = { ...text, reasoningTokens: fixed(5) };
    const { response } = ask({ body: { ...question, max_tokens: 1, stream: true }, scenario });
    assert.deepEqual(outline(response.body), [
      'message_start',
      'content_block_start 0',
      'ping',
      'content_block_delta 0 thinking_delta',
      'content_block_delta 0 signature_delta',
      'content_block_stop 0',
      'message_delta',
      'message_stop',
    ]);
    assert.match(response.body, /"stop_reason":"max_tokens"/);
  });

  it('answers in one body', () => {
    const scenario = { ...text, reasoningTokens: fixed(1) };
    const { response, id } = ask({ body: { ...question, max_tokens: 2 }, scenario });
    const { content, ...message } = JSON.parse(response.body);
    assert.deepEqual(message, {
      model: 'sim',
      id,
      type: 'message',
      role: 'assistant',
      stop_reason: 'max_tokens',
      stop_sequence: null,
      stop_details: null,
      usage: {
        input_tokens: 5,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 4,
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
        output_tokens: 2,
        service_tier: 'standard',
        inference_geo: 'not_available',
        output_tokens_details: { thinking_tokens: 1 },
      },
    });
    assert.deepEqual(
      content.map((block: Record<string, string>) => [block['type'], block['text']]),
      [
        ['thinking', undefined],
        ['text', 'Grüße,'],
      ],
    );
    assert.ok(content[0].thinking.length > 0 && content[0].signature.length > 100);
  });

  it('lists models for clients of this API', () => {
    const { response } = ask({ method: 'GET', path: '/v1/models', body: undefined });
    assert.deepEqual(JSON.parse(response.body), {
      data: ['simulated-model', 'simulated-model-large'].map(id => ({
        type: 'model',
        id,
        display_name: id,
        created_at: '2026-01-01T00:00:00.000Z',
        lifecycle: 'active',
        deprecated_at: null,
        retires_at: null,
        line: null,
        capabilities: null,
        max_input_tokens: 200_000,
        max_tokens: 64_000,
      })),
      has_more: false,
      first_id: 'simulated-model',
      last_id: 'simulated-model-large',
    });
  });

  const invalid = 'invalid_request_error';
  for (const [name, request, status, error] of [
    [
      'a body that is not JSON',
      { body: '[]' },
      400,
      { type: invalid, message: 'The request body is not valid JSON.' },
    ],
    [
      'a request without max_tokens',
      { body: { model: 'm', messages: [] } },
      400,
      { type: invalid, message: 'max_tokens: Field required' },
    ],
    [
      'messages that are no list',
      { body: { ...question, messages: 'Hi' } },
      400,
      { type: invalid, message: 'messages: Input should be a valid list' },
    ],
    [
      'a request without a version',
      { headers: {} },
      400,
      { type: invalid, message: 'anthropic-version: header is required' },
    ],
    [
      'the key "invalid"',
      { headers: { 'x-api-key': 'invalid' } },
      401,
      { type: 'authentication_error', message: 'invalid x-api-key' },
    ],
    [
      'an unknown model',
      { body: { ...question, model: 'no-such-model' } },
      404,
      { type: 'not_found_error', message: 'model: no-such-model' },
    ],
    ['another method', { method: 'PUT' }, 405, { type: invalid, message: 'Method Not Allowed' }],
  ] as const) {
    it(`refuses ${name}`, () => {
      const { response } = ask(request);
      const body = JSON.parse(response.body);
      assert.deepEqual(
        [response.status, body],
        [status, { type: 'error', error, request_id: response.headers['request-id'] }],
      );
    });
  }
});
