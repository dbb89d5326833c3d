import assert from 'node:assert/strict';
import { copyJson, fromBigints, readExactJson, toBigints } from '../../../src/core/base/exactJson.ts';
import { writeJsonLine } from '../../../src/core/base/write.ts';
import { type EndpointConfigInput, endpointConfigSchema } from '../../../src/endpoints/kinds.ts';
import { createEndpoint } from '../../../src/endpoints/registry.ts';
import { makeTransport } from '../endpoints/support/exchanges.ts';

const text = '{"seed": 12345678901234567890, "n": 1, "deep": [{"id": -9007199254740993}], "x": 1.5}';

describe('integers beyond 2^53', () => {
  const payload = readExactJson(text);

  it('keep their digits when they are written again, copied, and sent to another thread', () => {
    assert.equal(writeJsonLine(payload), text);
    assert.equal(writeJsonLine(copyJson(payload) as typeof payload), text);
    assert.equal(writeJsonLine(fromBigints(structuredClone(toBigints(payload))) as typeof payload), text);
  });

  it('are the only numbers that are kept as text', () => {
    const { n, x } = payload as { n: unknown; x: unknown };
    assert.deepEqual([n, x, readExactJson('[9007199254740992, 1e400, 5]')], [1, 1.5, [2 ** 53, Infinity, 5]]);
    assert.deepEqual(readExactJson('{"a": NaN, "b": 12345678901234567890}'), {
      a: NaN,
      b: 12345678901234567000,
    });
  });

  it('arrive in requests as they are in the payload', async () => {
    const configs: object[] = [
      { kind: 'openai-chat', model: 'm' },
      { kind: 'openai-responses', model: 'm' },
      { kind: 'anthropic-messages', model: 'm' },
      { kind: 'google-gemini', model: 'm' },
      { kind: 'bedrock-invoke', model: 'm', region: 'us-east-1' },
      { kind: 'sagemaker', model: 'm', region: 'us-east-1' },
    ];
    const secrets = { apiKey: 'k', aws: { accessKeyId: 'a', secretAccessKey: 's' } };
    for (const config of configs) {
      const parsed = endpointConfigSchema.parse(config as EndpointConfigInput);
      const { kind } = parsed;
      const own = kind === 'sagemaker' ? { aws: secrets.aws } : secrets;
      const transport = makeTransport();
      const bodies: string[] = [];
      const encode = transport.encode.bind(transport);
      transport.encode = request => {
        bodies.push(Buffer.from(request.body).toString());
        return encode(request);
      };
      const endpoint = await createEndpoint(parsed, own, transport, { now: () => 0, wall: () => 0 });
      await endpoint.ready(payload as Parameters<typeof endpoint.ready>[0]);
      assert.match(bodies.join(''), /"seed": ?12345678901234567890,.*-9007199254740993/, kind);
      endpoint.close();
    }
  });
});
