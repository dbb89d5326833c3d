import assert from 'node:assert/strict';
import type { LLMock } from '@copilotkit/aimock';
import type { EndpointConfigInput } from '../../src/endpoints/kinds.ts';
import { realEndpoint, runAll } from '../unit/endpoints/support/runs.ts';
import { answer, key, startMock, timing } from './mock.ts';

/** A timer of Node's may go off a millisecond early. */
const early = 0.002;

describe('Claude on AWS against a server that is not ours (aimock)', () => {
  let mock: LLMock;
  before(async () => {
    mock = await startMock();
  });
  after(() => mock.stop());

  async function one(provider: string, stream: boolean, prompt = 'plain') {
    const config = {
      kind: 'anthropic-messages',
      provider,
      model: 'anthropic.claude-opus-4-7',
      region: 'us-east-1',
      stream,
      baseUrl: mock.url,
    } as EndpointConfigInput;
    const endpoint = await realEndpoint(config, key);
    const { records } = await runAll({
      endpoint,
      payloads: [endpoint.createPayload(prompt, { maxTokens: 50 })],
    });
    const [record] = records;
    assert.ok(record?.trace);
    return { response: record.response, trace: record.trace };
  }

  it('bedrock-mantle, streaming', async () => {
    const { response, trace } = await one('bedrock-mantle', true);
    assert.deepEqual(
      [response.response_text, response.num_tokens_input, response.num_tokens_output, response.error],
      [answer, 12, 14, null],
    );
    assert.match(response.id ?? '', /^msg_/);
    assert.equal(trace.stopReason, 'end_turn');
    assert.ok((response.time_to_first_token ?? 0) >= timing.ttft / 1000 - early);
  });

  for (const provider of ['bedrock', 'bedrock-mantle']) {
    it(`${provider}, in one body`, async () => {
      const { response, trace } = await one(provider, false);
      assert.deepEqual(
        [response.response_text, response.num_tokens_output, response.error, response.time_to_first_token],
        [answer, 14, null, null],
      );
      assert.equal(trace.stopReason, 'end_turn');
    });

    it(`${provider}, refused`, async () => {
      const { response, trace } = await one(provider, true, 'refuse 403');
      assert.match(response.error ?? '', /^403 .*Scripted 403/);
      assert.deepEqual([trace.reason, response.time_to_last_token], ['permission', null]);
    });
  }

  // Its frames are not in the form that AWS documents, and the official SDK finds no chunk in them either.
  it('bedrock, streaming: its chunks have no bytes, which is said', async () => {
    const { response, trace } = await one('bedrock', true);
    assert.match(response.error ?? '', /a chunk has no bytes/);
    assert.equal(trace.reason, 'protocol');
  });
});
