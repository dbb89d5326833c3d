import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI, { AzureOpenAI } from 'openai';
import { fixed } from '../../../src/simulator/scenario/distribution.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';

const text = 'Grüße aus Zürich: 世界 👩‍💻 "quoted" \\ end.';
const tokens = 8;
const messages = [{ role: 'user' as const, content: 'Say something.' }];

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('simulator: the official SDKs as clients', () => {
  let simulator: Simulator;
  let openai: (scenario: string, apiKey?: string) => OpenAI;
  let anthropic: (scenario: string, apiKey?: string) => Anthropic;

  before(async () => {
    simulator = await startSimulator({
      overrides: { ttft: fixed(0.002), itl: fixed(0.0005), text, reasoningTokens: fixed(0) },
      scenarios: {
        cut: { fragmentBytes: 7 },
        lumped: { eventsPerWrite: 5, chunkTokens: 2 },
      },
    });
    openai = (scenario, apiKey = 'key') =>
      new OpenAI({ baseURL: `${simulator.url}/${scenario}/v1`, apiKey, maxRetries: 0, logLevel: 'off' });
    anthropic = (scenario, apiKey = 'key') =>
      new Anthropic({ baseURL: `${simulator.url}/${scenario}`, apiKey, maxRetries: 0, logLevel: 'off' });
  });
  after(() => simulator.close());

  for (const scenario of ['steady', 'cut', 'lumped', 'malformed-json']) {
    const broken = scenario === 'malformed-json';

    it(`openai reads a stream, ${scenario}`, async () => {
      const stream = await openai(scenario).chat.completions.create({
        model: 'm',
        messages,
        stream: true,
        stream_options: { include_usage: true },
      });
      let said = '';
      let usage: unknown;
      const read = async (): Promise<void> => {
        for await (const chunk of stream) {
          said += chunk.choices[0]?.delta.content ?? '';
          usage = chunk.usage?.completion_tokens ?? usage;
        }
      };
      if (broken) {
        await assert.rejects(read, SyntaxError);
        assert.ok(said.length > 0 && text.startsWith(said));
      } else {
        await read();
        assert.deepEqual([said, usage], [text, tokens]);
      }
    });

    it(`anthropic reads a stream, ${scenario}`, async () => {
      const stream = anthropic(scenario).messages.stream({ model: 'm', max_tokens: 99, messages });
      if (broken) {
        await assert.rejects(stream.finalMessage());
      } else {
        const { content, usage, stop_reason: reason } = await stream.finalMessage();
        assert.deepEqual(
          [content, usage.output_tokens, reason],
          [[{ type: 'text', text }], tokens, 'end_turn'],
        );
      }
    });
  }

  it('both read responses that are not streamed', async () => {
    const completion = await openai('steady').chat.completions.create({ model: 'm', messages });
    assert.equal(completion.choices[0]?.message.content, text);
    const message = await anthropic('steady').messages.create({ model: 'm', max_tokens: 3, messages });
    assert.deepEqual(
      [message.content, message.stop_reason],
      [[{ type: 'text', text: 'Grüße aus Zürich:' }], 'max_tokens'],
    );
  });

  it('both find one model, and not one that does not exist', async () => {
    assert.equal((await openai('steady').models.retrieve('sim')).id, 'sim');
    assert.equal((await anthropic('steady').models.retrieve('sim')).id, 'sim');
    await assert.rejects(openai('steady').models.retrieve('no-such-model'), OpenAI.NotFoundError);
    await assert.rejects(anthropic('steady').models.retrieve('no-such-model'), Anthropic.NotFoundError);
  });

  it('both list models', async () => {
    const ids = ['simulated-model', 'simulated-model-large'];
    assert.deepEqual(
      (await collect(await openai('steady').models.list())).map(({ id }) => id),
      ids,
    );
    assert.deepEqual(
      (await collect(anthropic('steady').models.list())).map(({ id }) => id),
      ids,
    );
  });

  it('both throw the right error classes', async () => {
    const completion = { model: 'm', messages };
    const message = { ...completion, max_tokens: 9 };
    for (const [scenario, status, openaiClass, anthropicClass] of [
      ['http-400', 400, OpenAI.BadRequestError, Anthropic.BadRequestError],
      ['http-401', 401, OpenAI.AuthenticationError, Anthropic.AuthenticationError],
      ['http-403', 403, OpenAI.PermissionDeniedError, Anthropic.PermissionDeniedError],
      ['http-404', 404, OpenAI.NotFoundError, Anthropic.NotFoundError],
      ['http-429', 429, OpenAI.RateLimitError, Anthropic.RateLimitError],
      ['http-500', 500, OpenAI.InternalServerError, Anthropic.InternalServerError],
    ] as const) {
      await assert.rejects(openai(scenario).chat.completions.create(completion), error => {
        assert.ok(error instanceof openaiClass);
        assert.deepEqual([error.status, error.requestID?.slice(0, 4)], [status, 'req_']);
        return true;
      });
      await assert.rejects(anthropic(scenario).messages.create(message), error => {
        assert.ok(error instanceof anthropicClass);
        assert.deepEqual([error.status, error.requestID?.slice(0, 4)], [status, 'req_']);
        return true;
      });
    }
    await assert.rejects(anthropic('overloaded').messages.create(message), { status: 529 });
    await assert.rejects(openai('overloaded').chat.completions.create(completion), { status: 503 });
    await assert.rejects(openai('steady', 'invalid').chat.completions.create(completion), { status: 401 });
    await assert.rejects(anthropic('steady', 'invalid').messages.create(message), { status: 401 });
  });

  it('both throw on an error event', async () => {
    const completions = await openai('error-event').chat.completions.create({
      model: 'm',
      messages,
      stream: true,
    });
    await assert.rejects(collect(completions), OpenAI.APIError);
    const stream = anthropic('error-event').messages.stream({ model: 'm', max_tokens: 9, messages });
    await assert.rejects(stream.finalMessage(), Anthropic.APIError);
  });

  it('openai reads an Azure deployment', async () => {
    const azure = new AzureOpenAI({
      endpoint: `${simulator.url}/steady`,
      apiKey: 'key',
      apiVersion: '2024-10-21',
      deployment: 'my-gpt',
      maxRetries: 0,
    });
    const completion = await azure.chat.completions.create({ model: 'my-gpt', messages });
    assert.deepEqual([completion.model, completion.choices[0]?.message.content], ['my-gpt', text]);
  });
});
