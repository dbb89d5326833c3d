import assert from 'node:assert/strict';
import type { Scenario } from '../../../src/simulator/scenario/scenario.ts';
import { eventData } from './rawClient.ts';
import { play } from './scripted.ts';

const text: Partial<Scenario> = { text: 'Grüße, "世界" 😀', promptTokens: 9, cachedTokens: 4 };
const path = '/v1/chat/completions';
const question = { model: 'sim/é', messages: [{ role: 'user', content: 'Hi' }] };

const opening =
  '{"id":"chatcmpl-<29>","object":"chat.completion.chunk","created":1700000000,"model":"sim/é","service_tier":"default","system_fingerprint":"fp_44709d6fcb","choices":';

describe('simulator: OpenAI chat completions', () => {
  it('streams as api.openai.com does, with usage', () => {
    const body = { ...question, stream: true, stream_options: { include_usage: true } };
    const { response, writes, id } = play({ path, body, scenario: text });
    assert.match(id ?? '', /^chatcmpl-[A-Za-z0-9]{29}$/);
    assert.deepEqual(
      { ...response.headers, 'x-request-id': response.headers['x-request-id']?.length },
      {
        date: 'Tue, 14 Nov 2023 22:13:20 GMT',
        'content-type': 'text/event-stream; charset=utf-8',
        'openai-organization': 'simulated',
        'openai-processing-ms': '1',
        'openai-version': '2020-10-01',
        'x-request-id': 36,
        'x-ratelimit-limit-requests': '10000',
        'x-ratelimit-limit-tokens': '30000000',
        'x-ratelimit-remaining-requests': '9999',
        'x-ratelimit-remaining-tokens': '29999000',
        'x-ratelimit-reset-requests': '6ms',
        'x-ratelimit-reset-tokens': '2ms',
        'transfer-encoding': 'chunked',
        connection: 'keep-alive',
      },
    );
    const delta = (json: string, finish = 'null'): string =>
      `[{"index":0,"delta":${json},"logprobs":null,"finish_reason":${finish}}],"usage":null`;
    assert.deepEqual(
      response.chunks.map(chunk => chunk.replace(id ?? '', 'chatcmpl-<29>')),
      [
        `data: ${opening}${delta('{"role":"assistant","content":"","refusal":null}')},"obfuscation":"kT"}\n\n`,
        `data: ${opening}${delta('{"content":"Grüße,"}')},"obfuscation":"kT4vQz9bL"}\n\n`,
        `data: ${opening}${delta('{"content":" \\"世界\\""}')},"obfuscation":"kT4vQ"}\n\n`,
        `data: ${opening}${delta('{"content":" 😀"}')},"obfuscation":"kT4vQz9bLmX2R"}\n\n`,
        `data: ${opening}${delta('{}', '"stop"')},"obfuscation":"k"}\n\n`,
        `data: ${opening}[],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":4,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},"obfuscation":"kT"}\n\n`,
        'data: [DONE]\n\n',
      ],
    );
    assert.deepEqual(
      writes.map(({ at, events }) => [at, events]),
      [
        [0, 1],
        [100, 1],
        [120, 1],
        [140, 1],
        [140, 3],
      ],
    );
  });

  it('sends no usage and no padding unless requested', () => {
    const body = { ...question, stream: true, max_tokens: 1, stream_options: { include_obfuscation: false } };
    const { response, id } = play({ path, body, scenario: text });
    const start = opening.replace('chatcmpl-<29>', id ?? '');
    const delta = (json: string, finish: string): string =>
      `data: ${start}[{"index":0,"delta":${json},"logprobs":null,"finish_reason":${finish}}]}\n\n`;
    assert.deepEqual(response.chunks, [
      delta('{"role":"assistant","content":"","refusal":null}', 'null'),
      delta('{"content":"Grüße,"}', 'null'),
      delta('{}', '"length"'),
      'data: [DONE]\n\n',
    ]);
  });

  it('streams reasoning as DeepSeek and vLLM do', () => {
    const scenario: Partial<Scenario> = { ...text, reasoningTokens: { kind: 'fixed', value: 2 } };
    const { response } = play({ path, body: { ...question, stream: true }, scenario });
    const events = eventData(response.body).filter(event => event !== '[DONE]') as {
      choices: { delta: object }[];
    }[];
    const deltas = events.flatMap(({ choices }) => choices.map(({ delta }) => delta));
    assert.deepEqual(
      deltas.map(delta => Object.keys(delta)),
      [
        ['role', 'content', 'refusal'],
        ['content', 'reasoning_content'],
        ['content', 'reasoning_content'],
        ['content'],
        ['content'],
        ['content'],
        [],
      ],
    );
  });

  it('answers in one body', () => {
    const { response, id, writes } = play({ path, body: question, scenario: text });
    assert.equal(response.headers['content-type'], 'application/json');
    assert.equal(
      response.body,
      `{
  "id": "${id}",
  "object": "chat.completion",
  "created": 1700000000,
  "model": "sim/é",
  "choices": [
    {
      "index": 0,
      "message": {
        "role": "assistant",
        "content": "Grüße, \\"世界\\" 😀",
        "refusal": null,
        "annotations": []
      },
      "logprobs": null,
      "finish_reason": "stop"
    }
  ],
  "usage": {
    "prompt_tokens": 9,
    "completion_tokens": 3,
    "total_tokens": 12,
    "prompt_tokens_details": {
      "cached_tokens": 4,
      "audio_tokens": 0
    },
    "completion_tokens_details": {
      "reasoning_tokens": 0,
      "audio_tokens": 0,
      "accepted_prediction_tokens": 0,
      "rejected_prediction_tokens": 0
    }
  },
  "service_tier": "default",
  "system_fingerprint": "fp_44709d6fcb"
}
`,
    );
    assert.deepEqual(
      writes.map(({ at }) => at),
      [140],
    );
  });

  it('counts hidden reasoning against the limit and in the usage', () => {
    const scenario: Partial<Scenario> = {
      ...text,
      reasoningTokens: { kind: 'fixed', value: 5 },
      reasoning: 'hidden',
    };
    const { response } = play({ path, body: { ...question, max_completion_tokens: 6 }, scenario });
    const { choices, usage } = JSON.parse(response.body);
    assert.deepEqual(
      [choices[0].message.content, choices[0].finish_reason, usage.completion_tokens],
      ['Grüße,', 'length', 6],
    );
    assert.equal(usage.completion_tokens_details.reasoning_tokens, 5);
  });

  it('is served at every address that such servers have', () => {
    for (const address of [
      '/v1/chat/completions',
      '/chat/completions',
      '/openai/v1/chat/completions',
      '/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21',
      '/fast/v1/chat/completions',
    ]) {
      assert.equal(play({ path: address, body: question, scenario: text }).response.status, 200, address);
    }
  });

  it('uses the deployment as the model when the body has none', () => {
    const address = '/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21';
    const { response } = play({ path: address, body: { messages: [] }, scenario: text });
    assert.equal(JSON.parse(response.body).model, 'my-gpt');
  });

  it('estimates prompt tokens from texts only', () => {
    const content = [
      { type: 'text', text: 'x'.repeat(40) },
      { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(9999)}` } },
    ];
    const messages = [
      { role: 'system', content: 'y'.repeat(40) },
      { role: 'user', content },
    ];
    const { response } = play({ path, body: { model: 'm', messages }, scenario: { promptTokens: null } });
    assert.equal(JSON.parse(response.body).usage.prompt_tokens, 20);
  });

  it('lists models', () => {
    const { response } = play({ method: 'GET', path: '/v1/models' });
    assert.deepEqual(JSON.parse(response.body), {
      object: 'list',
      data: ['simulated-model', 'simulated-model-large'].map(id => ({
        id,
        object: 'model',
        created: 1767225600,
        owned_by: 'system',
      })),
    });
  });

  for (const [name, request, status, error] of [
    [
      'a body that is not JSON',
      { body: '{"model":' },
      400,
      {
        message:
          "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)",
        type: 'invalid_request_error',
        param: null,
        code: null,
      },
    ],
    [
      'a request without a model',
      { body: { messages: [] } },
      400,
      {
        message: 'you must provide a model parameter',
        type: 'invalid_request_error',
        param: null,
        code: null,
      },
    ],
    [
      'a request without messages',
      { body: { model: 'm' } },
      400,
      {
        message: "Missing required parameter: 'messages'.",
        type: 'invalid_request_error',
        param: 'messages',
        code: 'missing_required_parameter',
      },
    ],
    [
      'a token limit below one',
      { body: { ...question, max_tokens: 0 } },
      400,
      {
        message: "Invalid value for 'max_tokens': expected an integer of at least 1, but got 0 instead.",
        type: 'invalid_request_error',
        param: 'max_tokens',
        code: 'invalid_value',
      },
    ],
    [
      'the key "invalid"',
      { body: question, headers: { authorization: 'Bearer invalid' } },
      401,
      {
        message:
          'Incorrect API key provided: ********. You can find your API key at https://platform.openai.com/account/api-keys.',
        type: 'invalid_request_error',
        param: null,
        code: 'invalid_api_key',
      },
    ],
    [
      'an unknown model',
      { body: { ...question, model: 'no-such-model' } },
      404,
      {
        message: 'The model `no-such-model` does not exist or you do not have access to it.',
        type: 'invalid_request_error',
        param: null,
        code: 'model_not_found',
      },
    ],
    [
      'another method',
      { method: 'GET' },
      405,
      {
        message: 'Method not allowed.',
        type: 'invalid_request_error',
        param: null,
        code: 'method_not_supported',
      },
    ],
  ] as const) {
    it(`refuses ${name}`, () => {
      const { response } = play({ path, ...request });
      assert.deepEqual([response.status, JSON.parse(response.body)], [status, { error }]);
    });
  }
});
