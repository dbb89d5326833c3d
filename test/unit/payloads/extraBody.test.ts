import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/core/base/jsonValue.ts';
import { whitespaceTokenizer } from '../../../src/core/tokens/tokenizer.ts';
import { endpointKinds } from '../../../src/endpoints/kinds.ts';
import { createEndpoint } from '../../../src/endpoints/registry.ts';
import { HttpTransport } from '../../../src/endpoints/transport/httpTransport.ts';
import { sentPayloads } from '../../../src/measure/payloads/payloadsOf.ts';
import { parsePlan } from '../../../src/measure/plan/parsePlan.ts';

const clock = { now: () => 0, wall: () => 0 };
const aws = { accessKeyId: 'id', secretAccessKey: 'secret' };

/** The bodies that a plan sends, the model and the streaming included. */
async function sent(kind: string, fields: object): Promise<JsonObject[]> {
  const config = { kind, model: 'm', baseUrl: 'http://127.0.0.1:9' };
  const plan = parsePlan({ endpoint: config, prompt: 'Hi', ...fields }, 'The plan');
  const transport = new HttpTransport({ clock, environment: {} });
  const endpoint = await createEndpoint(plan.endpoint, { aws }, transport, clock);
  const payloads = await sentPayloads(plan, endpoint, '/', whitespaceTokenizer);
  const ready = await Promise.all(payloads.map(payload => endpoint.ready(payload)));
  endpoint.close();
  return ready.map(({ prepared }) => prepared);
}

const problem = async (kind: string, fields: object) => {
  const error = await sent(kind, fields).catch((thrown: unknown) => thrown);
  return error instanceof Error ? error.message : 'It was sent.';
};

/** A member that each kind takes, and what it becomes. */
const members: Record<string, JsonObject> = {
  'bedrock-converse': { additionalModelRequestFields: { top_k: 5 } },
  'google-gemini': { generationConfig: { topK: 5 } },
  sagemaker: { parameters: { top_k: 5 } },
};

describe('further members of bodies', () => {
  for (const { id, defaultBaseUrl } of endpointKinds) {
    if (defaultBaseUrl === null) continue;
    const body = members[id] ?? { top_k: 5, nested: { deep: [1, null] } };

    it(`are in every request, the rest of which stays as it was: ${id}`, async () => {
      const [plain, ...more] = await sent(id, { prompt: ['Hi', 'Hello'] });
      const [extended, ...others] = await sent(id, { prompt: ['Hi', 'Hello'], body });
      assert.equal(others.length, more.length);
      assert.notDeepEqual(extended, plain);
      assert.deepEqual(without(extended ?? {}, body), without(plain ?? {}, {}));
      assert.deepEqual(without(others[0] ?? {}, body), without(more[0] ?? {}, {}));
    });

    it(`cannot replace what is there: ${id}`, async () => {
      const [plain = {}] = await sent(id, {});
      for (const key of Object.keys(plain)) {
        const whole = plain[key];
        const body = { [key]: typeof whole === 'string' ? 'other' : [] };
        assert.match(await problem(id, { body }), /^"body\.[\w.]+" cannot be set in "body": .*\.$/, key);
      }
    });
  }

  it('name the key of the plan to use instead', async () => {
    const chat = (body: object) => problem('openai-chat', { body, system: 'Be brief.', maxTokens: 77 });
    assert.match(await chat({ stream: false }), /Use "endpoint\.stream"\.$/);
    assert.match(await chat({ model: 'other' }), /Use "endpoint\.model"\.$/);
    assert.match(await chat({ max_tokens: 5 }), /Use "maxTokens"\.$/);
    assert.match(await chat({ messages: [] }), /Use "prompt"\.$/);
    assert.match(
      await chat({ stream_options: { include_usage: false } }),
      /^"body\.stream_options\.include_usage".*"endpoint\.askUsage"/,
    );
    assert.match(
      await problem('anthropic-messages', { system: 'Be brief.', body: { system: 'x' } }),
      /Use "system"\.$/,
    );
    assert.match(
      await problem('google-gemini', { maxTokens: 77, body: { generationConfig: { maxOutputTokens: 5 } } }),
      /Use "maxTokens"\.$/,
    );
  });

  it('are merged with what the engine adds', async () => {
    const [body] = await sent('openai-chat', { body: { stream_options: { include_obfuscation: false } } });
    assert.deepEqual(body?.['stream_options'], { include_usage: true, include_obfuscation: false });
  });

  it('may change what a payload says, but not its prompt, its model or its streaming', async () => {
    const payload = {
      messages: [{ role: 'user', content: 'Hi' }],
      max_tokens: 5,
      temperature: 1,
      model: 'x',
    };
    const given = { prompt: undefined, payload };
    const [body] = await sent('openai-chat', { ...given, body: { max_tokens: 9, temperature: 0 } });
    assert.deepEqual([body?.['max_tokens'], body?.['temperature'], body?.['model']], [9, 0, 'm']);
    for (const body of [{ messages: [] }, { model: 'y' }, { stream: false }]) {
      assert.match(await problem('openai-chat', { ...given, body }), /^"body\.\w+" cannot be set in "body"/);
    }
  });

  it('go with the warm-up of distributed payloads, too', async () => {
    const bodies = await sent('openai-chat', { distribute: true, warmup: 1, body: { top_k: 5 } });
    assert.deepEqual(
      bodies.map(body => body['top_k']),
      [5, 5],
    );
  });

  it('must be an object of JSON', () => {
    for (const body of [[], 'top_k=5', 5]) {
      assert.throws(
        () => parsePlan({ endpoint: { kind: 'litellm', model: 'm' }, body }, 'The plan'),
        /"body" must be an object/,
      );
    }
  });
});

/** A body without the members that were added to it. */
function without(body: JsonObject, added: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(body).flatMap(([key, value]) => {
      const extra = added[key];
      if (extra === undefined) return [[key, value]];
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      const rest = isObject ? without(value as JsonObject, extra as JsonObject) : {};
      return Object.keys(rest).length === 0 ? [] : [[key, rest]];
    }),
  );
}
