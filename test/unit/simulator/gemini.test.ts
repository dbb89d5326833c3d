import assert from 'node:assert/strict';
import type { Scenario } from '../../../src/simulator/scenario/scenario.ts';
import { eventData } from './rawClient.ts';
import { play } from './scripted.ts';

const text: Partial<Scenario> = { text: 'Grüße, "世界" 😀', promptTokens: 9, cachedTokens: 4 };
const method = (name: string) => `/v1beta/models/sim:${name}`;
const path = `${method('streamGenerateContent')}?alt=sse`;
const question = { contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] };

type Chunk = {
  candidates: { content: { parts: object[] }; finishReason?: string }[];
  usageMetadata: Record<string, unknown>;
};
const chunks = (body: string) => eventData(body.replaceAll('\r', '')) as Chunk[];

describe('simulator: Google Gemini', () => {
  it('streams exactly as generativelanguage.googleapis.com does, including spaces and line ends', () => {
    const { response, writes, id } = play({ path, body: question, scenario: text });
    assert.match(id ?? '', /^[A-Za-z0-9]{20}-g$/);
    assert.equal(response.headers['content-type'], 'text/event-stream');
    const chunk = (said: string, count: number, finish = ''): string =>
      `data: {"candidates": [{"content": {"parts": [{"text": ${said}}],"role": "model"}${finish},"index": 0}],"usageMetadata": {"promptTokenCount": 9,"candidatesTokenCount": ${count},"totalTokenCount": ${9 + count},"cachedContentTokenCount": 4,"promptTokensDetails": [{"modality": "TEXT","tokenCount": 9}]},"modelVersion": "sim","responseId": "${id}"}\r\n\r\n`;
    assert.deepEqual(response.chunks, [
      chunk('"Grüße,"', 1),
      chunk('" \\"世界\\""', 2),
      chunk('" 😀"', 3),
      chunk('""', 3, ',"finishReason": "STOP"'),
    ]);
    assert.deepEqual(
      writes.map(({ at, events }) => [at, events]),
      [
        [0, 0],
        [100, 1],
        [120, 1],
        [140, 1],
        [140, 1],
      ],
    );
  });

  it('streams thoughts as parts, counts them separately from the candidates, and leaves zeros out', () => {
    const scenario: Partial<Scenario> = { ...text, reasoningTokens: { kind: 'fixed', value: 2 } };
    const streamed = chunks(play({ path, body: question, scenario }).response.body);
    assert.deepEqual(
      streamed.map(({ candidates, usageMetadata: usage }) => [
        'thought' in (candidates[0]?.content.parts[0] ?? {}),
        usage['candidatesTokenCount'],
        usage['thoughtsTokenCount'],
      ]),
      [
        [true, undefined, 1],
        [true, undefined, 2],
        [false, 1, 2],
        [false, 2, 2],
        [false, 3, 2],
        [false, 3, 2],
      ],
    );
    const hidden = chunks(
      play({ path, body: question, scenario: { ...scenario, reasoning: 'hidden' } }).response.body,
    );
    assert.deepEqual(
      hidden.map(({ usageMetadata: usage }) => usage['thoughtsTokenCount']),
      [2, 2, 2, 2],
    );
  });

  it('answers in one body, and reports that the limit was reached', () => {
    const body = { ...question, generationConfig: { maxOutputTokens: 2 } };
    const { response, id } = play({ path: method('generateContent'), body, scenario: text });
    assert.deepEqual(JSON.parse(response.body), {
      candidates: [
        {
          content: { parts: [{ text: 'Grüße, "世界"' }], role: 'model' },
          finishReason: 'MAX_TOKENS',
          index: 0,
        },
      ],
      usageMetadata: {
        promptTokenCount: 9,
        candidatesTokenCount: 2,
        totalTokenCount: 11,
        cachedContentTokenCount: 4,
        promptTokensDetails: [{ modality: 'TEXT', tokenCount: 9 }],
      },
      modelVersion: 'sim',
      responseId: id,
    });
  });

  it('finds one model', () => {
    const { response } = play({ method: 'GET', path: '/v1beta/models/sim' });
    assert.equal(JSON.parse(response.body).name, 'models/sim');
  });

  it('lists models', () => {
    const { response } = play({ method: 'GET', path: '/v1beta/models?pageSize=1000' });
    const { models } = JSON.parse(response.body);
    assert.deepEqual(
      models.map(({ name }: { name: string }) => name),
      ['models/simulated-model', 'models/simulated-model-large'],
    );
  });

  for (const [name, request, status, words, reason] of [
    ['JSON', { body: '{"contents":' }, 400, 'INVALID_ARGUMENT', undefined],
    ['contents', { body: {} }, 400, 'INVALID_ARGUMENT', undefined],
    [
      'a limit above zero',
      { body: { ...question, generationConfig: { maxOutputTokens: 0 } } },
      400,
      'INVALID_ARGUMENT',
      undefined,
    ],
    [
      'a key that is not "invalid", and calls it a bad request',
      { body: question, headers: { 'x-goog-api-key': 'invalid' } },
      400,
      'INVALID_ARGUMENT',
      'API_KEY_INVALID',
    ],
    [
      'a model that exists',
      { path: '/v1beta/models/no-such-model:generateContent', body: question },
      404,
      'NOT_FOUND',
      undefined,
    ],
  ] as const) {
    it(`requires ${name}`, () => {
      const { response } = play({ path, ...request });
      const { error } = JSON.parse(response.body);
      assert.deepEqual(
        [response.status, error.code, error.status, error.details?.[0].reason],
        [status, status, words, reason],
      );
    });
  }

  it('writes the error that ends a stream after the events', () => {
    const scenario: Partial<Scenario> = { ...text, faults: [{ fault: 'error-event', rate: 1 }] };
    const { chunks: sent } = play({ path, body: question, scenario }).response;
    assert.deepEqual(JSON.parse(sent.at(-1) ?? ''), {
      error: {
        code: 503,
        message: 'The model is overloaded. Please try again later.',
        status: 'UNAVAILABLE',
      },
    });
  });
});
