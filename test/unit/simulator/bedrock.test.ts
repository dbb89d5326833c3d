import assert from 'node:assert/strict';
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { EventStreamCodec } from '@smithy/core/event-streams';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import * as fc from 'fast-check';
import { EventFrames } from '../../../src/simulator/http/eventFrame.ts';
import { fixed } from '../../../src/simulator/scenario/distribution.ts';
import { type FaultName, faultNames } from '../../../src/simulator/scenario/faults.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { exchange } from './rawClient.ts';

const text = 'Grüße aus Zürich: 世界 👩‍💻 "quoted" \\ end.';
const tokens = 8;
const modelId = 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.some.model-v1:0';

/** A response as an official client sees it; null = there was none. */
interface Seen {
  text: string;
  id: string | undefined;
  inputTokens: number | undefined;
  outputTokens: number | undefined;
  stop: string | undefined;
}

interface Options {
  maxTokens?: number;
  body?: object;
}

type Operation = (client: BedrockRuntimeClient, seen: Seen, options: Options) => Promise<void>;

const converse: Operation = async (client, seen, { maxTokens = 100 }) => {
  const messages = [{ role: 'user' as const, content: [{ text: 'Hi' }] }];
  const input = { modelId, messages, inferenceConfig: { maxTokens } };
  const { output, usage, stopReason, $metadata } = await client.send(new ConverseCommand(input));
  seen.id = $metadata.requestId;
  seen.text = output?.message?.content?.map(block => block.text ?? '').join('') ?? '';
  [seen.inputTokens, seen.outputTokens, seen.stop] = [usage?.inputTokens, usage?.outputTokens, stopReason];
};

const converseStream: Operation = async (client, seen, { maxTokens = 100 }) => {
  const messages = [{ role: 'user' as const, content: [{ text: 'Hi' }] }];
  const input = { modelId, messages, inferenceConfig: { maxTokens } };
  const { stream, $metadata } = await client.send(new ConverseStreamCommand(input));
  seen.id = $metadata.requestId;
  for await (const event of stream ?? []) {
    seen.text += event.contentBlockDelta?.delta?.text ?? '';
    seen.stop ??= event.messageStop?.stopReason;
    seen.inputTokens ??= event.metadata?.usage?.inputTokens;
    seen.outputTokens ??= event.metadata?.usage?.outputTokens;
  }
};

const invokeInput = ({ maxTokens = 100, body = {} }: Options) => ({
  modelId,
  contentType: 'application/json',
  body: JSON.stringify({ messages: [{ role: 'user', content: 'Hi' }], max_tokens: maxTokens, ...body }),
});

const invoke: Operation = async (client, seen, options) => {
  const { body, $metadata } = await client.send(new InvokeModelCommand(invokeInput(options)));
  const answer = JSON.parse(Buffer.from(body).toString());
  seen.id = $metadata.requestId;
  assert.equal(answer.id, seen.id);
  seen.text = answer.choices?.[0].message.content ?? answer.content[0].text;
  seen.stop = answer.choices?.[0].finish_reason ?? answer.stop_reason;
  seen.inputTokens = answer.usage.prompt_tokens ?? answer.usage.input_tokens;
  seen.outputTokens = answer.usage.completion_tokens ?? answer.usage.output_tokens;
};

const invokeStream: Operation = async (client, seen, options) => {
  const command = new InvokeModelWithResponseStreamCommand(invokeInput(options));
  const { body, $metadata } = await client.send(command);
  seen.id = $metadata.requestId;
  for await (const event of body ?? []) {
    const chunk = JSON.parse(Buffer.from(event.chunk?.bytes ?? []).toString());
    seen.text += chunk.choices?.[0].delta.content ?? chunk.delta?.text ?? '';
    seen.stop ??= chunk.choices?.[0].finish_reason ?? chunk.delta?.stop_reason;
    const metrics = chunk['amazon-bedrock-invocationMetrics'];
    [seen.inputTokens, seen.outputTokens] = [metrics?.inputTokenCount, metrics?.outputTokenCount];
  }
};

const claude = { anthropic_version: 'bedrock-2023-05-31' };
const operations: Record<string, { operation: Operation; stream: boolean; body?: object }> = {
  Converse: { operation: converse, stream: false },
  ConverseStream: { operation: converseStream, stream: true },
  InvokeModel: { operation: invoke, stream: false },
  InvokeModelWithResponseStream: { operation: invokeStream, stream: true },
  'InvokeModel of Claude': { operation: invoke, stream: false, body: claude },
  'InvokeModelWithResponseStream of Claude': { operation: invokeStream, stream: true, body: claude },
};

/** How an official client reports each fault: the name of its error, or null for a response. */
const streamedErrors: Partial<Record<FaultName, RegExp | null>> = {
  'http-400': /^ValidationException$/,
  'http-401': /^UnrecognizedClientException$/,
  'http-403': /^AccessDeniedException$/,
  'http-404': /^ResourceNotFoundException$/,
  'http-429': /^ThrottlingException$/,
  'http-500': /^InternalServerException$/,
  overloaded: /^ServiceUnavailableException$/,
  'reset-before-headers': /Error/,
  'reset-mid-stream': /Error/,
  'malformed-json': /^SyntaxError$/,
  'error-event':
    /^(ThrottlingException|ModelStreamErrorException|InternalServerException|ServiceUnavailableException|ModelTimeoutException|ValidationException)$/,
  'slow-headers': null,
  'truncated-chunk': /Error/,
  'cut-short': null,
  'truncated-event': /^Error$/,
  'corrupt-event': /^Error$/,
  'empty-stream': null,
};

describe('simulator: Bedrock, with the official SDK as client', () => {
  let simulator: Simulator;

  before(async () => {
    const slow = [{ fault: 'slow-headers', rate: 1, delay: 0.02 }] as const;
    simulator = await startSimulator({
      overrides: { ttft: fixed(0.002), itl: fixed(0.0005), text, reasoningTokens: fixed(0) },
      scenarios: {
        cut: { fragmentBytes: 7 },
        lumped: { eventsPerWrite: 5, chunkTokens: 2 },
        'slow-headers': { faults: slow },
        cachedPrompt: { promptTokens: 100, cachedTokens: 60 },
      },
    });
  });
  after(() => simulator.close());

  const ask = async (operation: Operation, scenario: string, options: Options = {}, accessKeyId = 'AKID') => {
    const client = new BedrockRuntimeClient({
      region: 'us-east-1',
      endpoint: `${simulator.url}/${scenario}`,
      credentials: { accessKeyId, secretAccessKey: 'secret' },
      maxAttempts: 1,
      requestHandler: new NodeHttpHandler(),
    });
    const seen: Seen = {
      text: '',
      id: undefined,
      inputTokens: undefined,
      outputTokens: undefined,
      stop: undefined,
    };
    try {
      await operation(client, seen, options);
      return { seen, error: null };
    } catch (error) {
      return { seen, error: error as Error };
    } finally {
      client.destroy();
    }
  };

  for (const [name, { operation, stream, body = {} }] of Object.entries(operations)) {
    for (const scenario of ['steady', 'cut', 'lumped', 'cachedPrompt']) {
      it(`${name} is read completely, ${scenario}`, async () => {
        const { seen, error } = await ask(operation, scenario, { body });
        assert.equal(error, null);
        const { stop, id, ...rest } = seen;
        const beside = body !== claude && !stream && name === 'InvokeModel' ? 100 : 40;
        const inputTokens = scenario === 'cachedPrompt' ? beside : 1;
        assert.deepEqual(rest, { text, inputTokens, outputTokens: tokens });
        assert.match(stop ?? '', /^(stop|end_turn)$/);
        const truth = simulator.truth().at(-1);
        assert.deepEqual([truth?.id, truth?.tokens, truth?.streamed], [id, tokens, stream]);
      });
    }

    it(`${name} respects the token limit`, async () => {
      const { seen } = await ask(operation, 'steady', { body, maxTokens: 3 });
      assert.deepEqual([seen.text, seen.outputTokens], ['Grüße aus Zürich:', 3]);
      assert.match(seen.stop ?? '', /^(length|max_tokens)$/);
    });

    it(`${name} refuses a wrong key and a wrong limit`, async () => {
      const { error } = await ask(operation, 'steady', { body }, 'invalid');
      assert.equal(error?.name, 'UnrecognizedClientException');
      const { error: wrong } = await ask(operation, 'steady', { body, maxTokens: 0 });
      assert.equal(wrong?.name, 'ValidationException');
    });
  }

  for (const name of ['ConverseStream', 'InvokeModelWithResponseStream']) {
    const { operation } = operations[name] ?? { operation: converseStream };
    for (const fault of faultNames) {
      const expected = streamedErrors[fault];
      if (expected === undefined) continue;
      it(`${fault}, ${name}`, async () => {
        const { error } = await ask(operation, fault);
        if (expected === null) assert.equal(error, null);
        else assert.match(error?.name ?? '', expected);
      });
    }
  }

  /** As in `service-2.json` of the AWS SDKs, from which clients know how to read them. */
  const both = {
    internalServerException: ['message'],
    modelStreamErrorException: ['message', 'originalMessage', 'originalStatusCode'],
    serviceUnavailableException: ['message'],
    throttlingException: ['message'],
    validationException: ['message'],
  };
  for (const [address, known] of [
    ['converse-stream', both],
    ['invoke-with-response-stream', { ...both, modelTimeoutException: ['message'] }],
  ] as const) {
    it(`sends each exception that the model of AWS has for a stream, and no other, ${address}`, async () => {
      const body = { messages: [{ role: 'user', content: [{ text: 'Hi' }] }] };
      const seen: Record<string, string[]> = {};
      for (let i = 0; i < 60; i += 1) {
        const path = `/error-event/model/m/${address}`;
        const { bytes } = await exchange(simulator.port, { path, body });
        const found = /:exception-type\W+(\w+?Exception).*?(\{.*?\})/s.exec(bytes.toString('latin1'));
        seen[found?.[1] ?? 'none'] = Object.keys(JSON.parse(found?.[2] ?? '{}')).sort();
      }
      assert.deepEqual(seen, known);
    });
  }
});

describe('simulator: frames of AWS event streams', () => {
  const codec = new EventStreamCodec(
    bytes => Buffer.from(bytes).toString(),
    string => Buffer.from(string),
  );

  it('are the same as those of the official encoder, byte for byte', () => {
    const name = fc.string({ minLength: 1, maxLength: 30 }).filter(each => Buffer.byteLength(each) < 256);
    const headers = fc.dictionary(name, fc.string({ unit: 'binary', maxLength: 50 }), { maxKeys: 4 });
    fc.assert(
      fc.property(headers, fc.string({ unit: 'binary' }), (values, payload) => {
        const wellFormed = Object.fromEntries(
          Object.entries(values).map(([key, value]) => [key.toWellFormed(), value.toWellFormed()]),
        );
        const typed = Object.entries(wellFormed).map(([key, value]) => [
          key,
          { type: 'string' as const, value },
        ]);
        assert.deepEqual(
          Buffer.from(new EventFrames(wellFormed).encode(payload)),
          Buffer.from(codec.encode({ headers: Object.fromEntries(typed), body: Buffer.from(payload) })),
        );
      }),
    );
  });
});
