import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { fixed } from '../../../src/simulator/scenario/distribution.ts';
import type { Scenario } from '../../../src/simulator/scenario/scenario.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { eventData } from './rawClient.ts';
import { play } from './scripted.ts';

const text: Partial<Scenario> = { text: 'Grüße, "世界" 😀', promptTokens: 9, cachedTokens: 4 };
const thinking: Partial<Scenario> = { ...text, reasoningTokens: fixed(2) };
const path = '/v1/responses';
const question = { model: 'sim/é', input: 'Hi' };

/** The events of a stream, without the response objects that some of them contain. */
function events(body: string): Record<string, unknown>[] {
  return eventData(body).map(event => {
    const { response: _, ...rest } = event as Record<string, unknown>;
    return rest;
  });
}

describe('simulator: OpenAI Responses', () => {
  it('streams as api.openai.com does', () => {
    const { response, writes, id } = play({ path, body: { ...question, stream: true }, scenario: text });
    assert.match(id ?? '', /^resp_0[a-z0-9]{49}$/);
    assert.equal(response.headers['content-type'], 'text/event-stream; charset=utf-8');
    const names = [
      ...response.body.matchAll(/^event: (.*)\ndata: {"type":"(.*?)","sequence_number":(\d+),/gm),
    ];
    assert.deepEqual(
      names.map(([, event, type, number]) => [event === type, type, Number(number)]),
      [
        'response.created',
        'response.in_progress',
        'response.output_item.added',
        'response.content_part.added',
        ...Array(3).fill('response.output_text.delta'),
        'response.output_text.done',
        'response.content_part.done',
        'response.output_item.done',
        'response.completed',
      ].map((type, number) => [true, type, number]),
    );
    const [, first = ''] = /(event: response\.output_text\.delta\n.*\n\n)/.exec(response.body) ?? [];
    assert.match(
      first,
      /^event: response\.output_text\.delta\ndata: {"type":"response\.output_text\.delta","sequence_number":4,"item_id":"msg_0\w{49}","output_index":0,"content_index":0,"delta":"Grüße,","logprobs":\[\],"obfuscation":"k"}\n\n$/,
    );
    assert.deepEqual(
      writes.map(({ at, events: count }) => [at, count]),
      [
        [0, 2],
        [100, 2],
        [100, 1],
        [120, 1],
        [140, 1],
        [140, 4],
      ],
    );
  });

  it('ends with the whole response, with the text and usage that were streamed', () => {
    const { response, id } = play({ path, body: { ...question, stream: true }, scenario: text });
    const last = eventData(response.body).at(-1) as { response: Record<string, unknown> };
    const { output, status, usage, model, id: own } = last.response;
    assert.deepEqual([own, status, model], [id, 'completed', 'sim/é']);
    // The type of the official SDK: Python's refuses a response without one of its fields if asked to be strict.
    const expected: OpenAI.Responses.ResponseUsage = {
      input_tokens: 9,
      input_tokens_details: { cached_tokens: 4, cache_write_tokens: 0 },
      output_tokens: 3,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 12,
    };
    assert.deepEqual(usage, expected);
    const { response: whole } = play({ path, body: question, scenario: text });
    assert.deepEqual(JSON.parse(whole.body).output, output);
    assert.equal(JSON.parse(whole.body).output[0].content[0].text, text.text);
  });

  it('reports that the limit was reached', () => {
    const body = { ...question, stream: true, max_output_tokens: 1 };
    const { response } = play({ path, body, scenario: text });
    const last = eventData(response.body).at(-1) as { type: string; response: Record<string, unknown> };
    assert.deepEqual(
      [last.type, last.response['status'], last.response['incomplete_details']],
      ['response.incomplete', 'incomplete', { reason: 'max_output_tokens' }],
    );
  });

  it('streams reasoning as an item of its own, and hidden reasoning as an empty item', () => {
    const body = { ...question, stream: true, stream_options: { include_obfuscation: false } };
    const streamed = events(play({ path, body, scenario: thinking }).response.body);
    const deltas = streamed.filter(({ type }) => String(type).endsWith('.delta'));
    assert.deepEqual(
      deltas.map(({ type, output_index: index, obfuscation }) => [type, index, obfuscation]),
      [
        ...Array(2).fill(['response.reasoning_text.delta', 0, undefined]),
        ...Array(3).fill(['response.output_text.delta', 1, undefined]),
      ],
    );
    const hidden = play({ path, body, scenario: { ...thinking, reasoning: 'hidden' } }).response.body;
    assert.doesNotMatch(hidden, /reasoning_text/);
    const last = eventData(hidden).at(-1) as {
      response: { output: { type: string; summary?: unknown }[]; usage: Record<string, unknown> };
    };
    assert.deepEqual(
      last.response.output.map(({ type, summary }) => [type, summary]),
      [
        ['reasoning', []],
        ['message', undefined],
      ],
    );
    assert.deepEqual(last.response.usage['output_tokens_details'], { reasoning_tokens: 2 });
  });

  it('is served at every address that such servers have', () => {
    for (const address of [
      '/v1/responses',
      '/responses',
      '/openai/v1/responses',
      '/openai/responses?api-version=2025-04-01-preview',
      '/fast/v1/responses',
    ]) {
      assert.equal(play({ path: address, body: question, scenario: text }).response.status, 200, address);
    }
  });

  for (const [name, body, message, code] of [
    ['a model', { input: 'Hi' }, "Missing required parameter: 'model'.", 'missing_required_parameter'],
    ['an input', { model: 'm' }, "Missing required parameter: 'input'.", 'missing_required_parameter'],
    [
      'options it knows',
      { ...question, stream: true, stream_options: { include_usage: true } },
      "Unknown parameter: 'stream_options.include_usage'.",
      'invalid_value',
    ],
  ] as const) {
    it(`requires ${name}`, () => {
      const { response } = play({ path, body });
      const { error } = JSON.parse(response.body);
      assert.deepEqual([response.status, error.message, error.code], [400, message, code]);
    });
  }

  describe('with the official SDK as client', () => {
    let simulator: Simulator;
    let openai: (scenario: string) => OpenAI;
    before(async () => {
      simulator = await startSimulator({
        overrides: { ...thinking, ttft: fixed(0.002), itl: fixed(0.0005) },
        scenarios: { cut: { fragmentBytes: 7 }, lumped: { eventsPerWrite: 5, chunkTokens: 2 } },
      });
      openai = scenario =>
        new OpenAI({
          baseURL: `${simulator.url}/${scenario}/v1`,
          apiKey: 'key',
          maxRetries: 0,
          logLevel: 'off',
        });
    });
    after(() => simulator.close());

    for (const scenario of ['steady', 'cut', 'lumped', 'hidden-reasoning']) {
      it(`streams, ${scenario}`, async () => {
        const stream = openai(scenario).responses.stream({ model: 'm', input: 'Hi' });
        let said = '';
        stream.on('response.output_text.delta', ({ delta }) => {
          said += delta;
        });
        const { output_text: whole, usage, status } = await stream.finalResponse();
        assert.deepEqual([said, whole, usage?.output_tokens, status], [text.text, text.text, 5, 'completed']);
      });
    }

    it('answers in one body, and reports refusals and failures', async () => {
      const body = { model: 'm', input: 'Hi' };
      assert.equal((await openai('steady').responses.create(body)).output_text, text.text);
      await assert.rejects(openai('http-429').responses.create(body), OpenAI.RateLimitError);
      const stream = await openai('error-event').responses.create({ ...body, stream: true });
      await assert.rejects(async () => {
        for await (const _ of stream);
      }, /The server had an error processing your request/);
    });
  });
});
