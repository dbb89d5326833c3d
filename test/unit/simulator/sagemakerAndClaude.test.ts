// SageMaker, and Claude on Bedrock and on Mantle, with the official SDKs as clients.
import assert from 'node:assert/strict';
import { AnthropicBedrock, AnthropicBedrockMantle } from '@anthropic-ai/bedrock-sdk';
import {
  InvokeEndpointCommand,
  InvokeEndpointWithResponseStreamCommand,
  SageMakerRuntimeClient,
} from '@aws-sdk/client-sagemaker-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { fixed } from '../../../src/simulator/scenario/distribution.ts';
import type { FaultName } from '../../../src/simulator/scenario/faults.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';

const text = 'Grüße aus Zürich: 世界 👩‍💻 "quoted" \\ end.';
const tokens = 8;

describe('simulator: SageMaker and Claude on AWS, with the official SDKs as clients', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({
      overrides: { ttft: fixed(0.002), itl: fixed(0.0005), text, reasoningTokens: fixed(0) },
      scenarios: {
        cut: { fragmentBytes: 7 },
        lumped: { eventsPerWrite: 5, chunkTokens: 2 },
        hidden: { reasoningTokens: fixed(5), reasoning: 'hidden' },
      },
    });
  });
  after(() => simulator.close());

  describe('SageMaker', () => {
    async function ask(
      scenario: string,
      { stream = true, parameters = {}, accessKeyId = 'AKID', endpoint = 'my-endpoint', body = {} } = {},
    ) {
      const client = new SageMakerRuntimeClient({
        region: 'us-east-1',
        endpoint: `${simulator.url}/${scenario}`,
        credentials: { accessKeyId, secretAccessKey: 'secret' },
        maxAttempts: 1,
        requestHandler: new NodeHttpHandler(),
      });
      const input = {
        EndpointName: endpoint,
        ContentType: 'application/json',
        Body: Buffer.from(JSON.stringify({ inputs: 'Hi', parameters, ...body })),
      };
      try {
        if (!stream) {
          const { Body, $metadata } = await client.send(new InvokeEndpointCommand(input));
          return { ...JSON.parse(Buffer.from(Body).toString()), id: $metadata.requestId };
        }
        const { Body, $metadata } = await client.send(new InvokeEndpointWithResponseStreamCommand(input));
        const parts: Uint8Array[] = [];
        for await (const event of Body ?? []) parts.push(event.PayloadPart?.Bytes ?? new Uint8Array());
        const events = Buffer.concat(parts).toString().split('\n\n').filter(Boolean);
        const lines = events.map(event => JSON.parse(event.replace(/^data:/, '')));
        const said = lines.map(({ token }) => token.text).join('');
        const { generated_text: whole, details } = lines.at(-1);
        assert.equal(said, whole);
        return { generated_text: said, details, id: $metadata.requestId };
      } finally {
        client.destroy();
      }
    }

    for (const stream of [true, false]) {
      for (const scenario of ['steady', 'cut', 'lumped']) {
        it(`is read completely, ${scenario}, ${stream ? 'streaming' : 'in one body'}`, async () => {
          const { id, ...answer } = await ask(scenario, { stream });
          assert.deepEqual(answer, {
            generated_text: text,
            details: { finish_reason: 'eos_token', generated_tokens: tokens, seed: null },
          });
          const truth = simulator.truth().at(-1);
          assert.deepEqual([truth?.id, truth?.tokens, truth?.dialect], [id, tokens, 'sagemaker']);
        });
      }

      it(`respects the token limit, ${stream}`, async () => {
        const { generated_text, details } = await ask('steady', {
          stream,
          parameters: { max_new_tokens: 3 },
        });
        assert.deepEqual(
          [generated_text, details.finish_reason, details.generated_tokens],
          ['Grüße aus Zürich:', 'length', 3],
        );
      });

      it(`never shows reasoning, ${stream}`, async () => {
        const { generated_text, details } = await ask('hidden', { stream });
        assert.deepEqual([generated_text, details.generated_tokens], [text, tokens + 5]);
        const cut = await ask('hidden', { stream, parameters: { max_new_tokens: 4 } });
        assert.deepEqual([cut.generated_text, cut.details.generated_tokens], ['', 4]);
      });

      for (const [fault, name] of [
        ['http-400', 'ValidationError'],
        ['http-401', 'UnrecognizedClientException'],
        ['http-403', 'AccessDeniedException'],
        ['http-404', 'ValidationError'],
        ['http-429', 'ThrottlingException'],
        ['http-500', 'InternalFailure'],
        ['overloaded', 'ServiceUnavailable'],
      ] as const satisfies readonly [FaultName, string][]) {
        it(`${fault} is ${name}, ${stream}`, async () => {
          await assert.rejects(ask(fault, { stream }), { name });
        });
      }
    }

    it('refuses a wrong key, a wrong limit, an unknown endpoint and a body without inputs', async () => {
      await assert.rejects(ask('steady', { accessKeyId: 'invalid' }), {
        name: 'UnrecognizedClientException',
      });
      for (const wrong of [
        { parameters: { max_new_tokens: 0 } },
        { endpoint: 'no-such-model' },
        { body: { inputs: null } },
      ]) {
        await assert.rejects(ask('steady', wrong), { name: 'ValidationError' });
      }
    });

    it('sends SageMaker’s exceptions and the container’s own error', async () => {
      const seen = new Set<string>();
      for (let i = 0; i < 60 && seen.size < 3; i += 1) {
        const error = await ask('error-event').then(
          () => null,
          (thrown: Error) => thrown,
        );
        // The SDK does not see the container's error as one; its event just has no token.
        seen.add(error?.name ?? 'none');
      }
      assert.deepEqual([...seen].sort(), ['InternalStreamFailure', 'ModelStreamError', 'TypeError']);
    });
  });

  for (const [name, Client, path] of [
    ['Bedrock', AnthropicBedrock, ''],
    ['Mantle', AnthropicBedrockMantle, '/anthropic'],
  ] as const) {
    describe(`Claude on ${name}`, () => {
      const client = (scenario: string, accessKeyId = 'AKID') =>
        new Client({
          baseURL: `${simulator.url}/${scenario}${path}`,
          awsRegion: 'us-east-1',
          apiKey: null,
          providerChainResolver: async () => async () => ({ accessKeyId, secretAccessKey: 'secret' }),
          maxRetries: 0,
          logLevel: 'off',
        });
      const message = {
        model: 'anthropic.claude:0',
        max_tokens: 99,
        messages: [{ role: 'user' as const, content: 'Hi' }],
      };

      for (const scenario of ['steady', 'cut', 'lumped']) {
        it(`is read as a stream, ${scenario}`, async () => {
          const answer = await client(scenario).messages.stream(message).finalMessage();
          assert.deepEqual(
            [answer.content, answer.usage.output_tokens, answer.stop_reason],
            [[{ type: 'text', text }], tokens, 'end_turn'],
          );
          assert.equal(simulator.truth().at(-1)?.id, answer.id);
        });
      }

      it('is read in one body, and respects the token limit', async () => {
        const answer = await client('steady').messages.create({ ...message, max_tokens: 3 });
        assert.deepEqual(
          [answer.content, answer.stop_reason],
          [[{ type: 'text', text: 'Grüße aus Zürich:' }], 'max_tokens'],
        );
      });

      it('refuses a wrong key, throttles, and breaks streams in ways that the SDK recognises', async () => {
        const refused = (scenario: string, accessKeyId?: string) =>
          client(scenario, accessKeyId).messages.create(message);
        await assert.rejects(refused('steady', 'invalid'), { status: name === 'Bedrock' ? 403 : 401 });
        await assert.rejects(refused('http-429'), { status: 429 });
        await assert.rejects(client('error-event').messages.stream(message).finalMessage());
        await assert.rejects(client('cut-short').messages.stream(message).finalMessage());
      });
    });
  }
});
