import assert from 'node:assert/strict';
import { LLMock } from '@copilotkit/aimock';
import { type EndpointConfigInput, endpointConfigSchema } from '../../src/endpoints/kinds.ts';
import { createEndpoint } from '../../src/endpoints/registry.ts';
import { HttpTransport } from '../../src/endpoints/transport/httpTransport.ts';
import { systemClock } from '../../src/measure/run/systemClock.ts';
import { type RunRecord, runAll } from '../unit/endpoints/support/runs.ts';

const text = 'Measure twice, cut once: 世界.';
const usage = { input_tokens: 9, output_tokens: 8 };
const claude = {
  messages: [{ role: 'user', content: [{ type: 'text', text: 'Give me a proverb.' }] }],
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 50,
};

describe('Bedrock against a server that is not ours (aimock)', () => {
  const server = new LLMock({ port: 0 });
  before(async () => {
    server.onMessage('Fail', {
      error: { message: 'Slow down.', type: 'ThrottlingException' },
      status: 429,
    });
    server.onMessage(
      /./,
      { content: text, reasoning: 'Hm.', usage },
      { chunkSize: 4, streamingProfile: { ttft: 60, tps: 200, jitter: 0 } },
    );
    await server.start();
  });
  after(() => server.stop());

  async function run(config: object, payload?: object, prompt = 'Give me a proverb.'): Promise<RunRecord[]> {
    const checked = endpointConfigSchema.parse({
      model: 'anthropic.claude-sonnet-4-5',
      baseUrl: server.url,
      ...config,
    } as EndpointConfigInput);
    const aws = { accessKeyId: 'AKID', secretAccessKey: 'secret' };
    const transport = new HttpTransport({ clock: systemClock, environment: {} });
    const endpoint = await createEndpoint(checked, { aws }, transport, systemClock);
    const payloads = [payload ?? endpoint.createPayload(prompt, { maxTokens: 50 })];
    const { records } = await runAll({ endpoint, clients: 2, requests: 2, payloads } as Parameters<
      typeof runAll
    >[0]);
    endpoint.close();
    assert.equal(records.length, 4);
    return records;
  }

  it('bedrock-converse, streaming', async () => {
    for (const { response, trace } of await run({ kind: 'bedrock-converse' })) {
      const { response_text, num_tokens_input, num_tokens_output, error, input_prompt } = response;
      assert.deepEqual(
        [response_text, num_tokens_input, num_tokens_output, error, input_prompt, trace?.stopReason],
        [text, 9, 8, null, 'Give me a proverb.', 'end_turn'],
      );
      const { time_to_first_token: ttft, time_to_last_token: ttlt } = response;
      assert.ok(ttft !== null && ttlt !== null && ttft >= 0.055 && ttlt > ttft, `${ttft} ${ttlt}`);
      assert.ok((trace?.ttftAny ?? 1) < ttft, 'its reasoning comes before the text');
    }
  });

  it('bedrock-converse, not streaming', async () => {
    for (const { response } of await run({ kind: 'bedrock-converse', stream: false })) {
      const { response_text, num_tokens_input, num_tokens_output, error, time_to_first_token } = response;
      assert.deepEqual(
        [response_text, num_tokens_input, num_tokens_output, error, time_to_first_token],
        [text, 9, 8, null, null],
      );
    }
  });

  it('bedrock-converse, refused', async () => {
    for (const { response, trace } of await run({ kind: 'bedrock-converse' }, undefined, 'Fail')) {
      assert.match(response.error ?? '', /^Bedrock status 429: .*Slow down\./);
      assert.deepEqual([trace?.reason, response.time_to_last_token], ['rateLimit', null]);
    }
  });

  it('bedrock-invoke, not streaming, in Claude’s form by JMESPath', async () => {
    const config = {
      kind: 'bedrock-invoke',
      stream: false,
      generatedTextJmespath: 'content[?type==`text`].text',
      generatedTokenCountJmespath: 'usage.output_tokens',
      inputTokenCountJmespath: 'usage.input_tokens',
    };
    for (const { response, trace } of await run(config, claude)) {
      const { response_text, num_tokens_input, num_tokens_output, error } = response;
      assert.deepEqual(
        [response_text, num_tokens_input, num_tokens_output, error, trace?.stopReason],
        [text, 9, 8, null, 'end_turn'],
      );
    }
  });

  // aimock 1.43 puts the model's JSON right into the frame. AWS's API reference has a PayloadPart there,
  // whose `bytes` are that JSON in base64, and the official SDKs find no chunk in aimock's frames either.
  it('bedrock-invoke, streaming: its chunks have no bytes, which is said', async () => {
    const config = { kind: 'bedrock-invoke', generatedTextJmespath: 'delta.text' };
    for (const { response } of await run(config, claude)) {
      assert.match(response.error ?? '', /a chunk has no bytes/);
    }
  });
});
