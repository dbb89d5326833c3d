import assert from 'node:assert/strict';
import { UserError } from '../../../src/core/base/errors.ts';
import type { JsonObject } from '../../../src/core/base/jsonValue.ts';
import { withoutCacheTags } from '../../../src/core/callbacks/cacheTag.ts';
import type { Endpoint, PayloadOptions } from '../../../src/endpoints/contract/endpoint.ts';
import { endpointConfigSchema, endpointKinds } from '../../../src/endpoints/kinds.ts';
import { createEndpoint } from '../../../src/endpoints/registry.ts';
import { HttpTransport } from '../../../src/endpoints/transport/httpTransport.ts';
import type { LanguageModels } from '../../../src/endpoints/vscodeLm/languageModels.ts';
import { cacheBuster } from '../../../src/measure/callbacks/cacheBuster.ts';
import type { RunConfig } from '../../../src/measure/run/runConfig.ts';
import { systemClock } from '../../../src/measure/run/systemClock.ts';
import { prompts, scriptedRun, wholeRun } from '../measure/support/scriptedRun.ts';

/** Payloads are made without requesting a model from the editor. */
const noModels = {} as LanguageModels;

/** The payload in a form, or null if the kind does not have this form. */
function payloadOf(endpoint: Endpoint, form: Partial<PayloadOptions>): JsonObject | null {
  try {
    return endpoint.createPayload('hi', { maxTokens: 5, ...form });
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return null;
  }
}

const texts = (calls: readonly { payload: object }[]) =>
  calls.map(({ payload }) => String((payload as { prompt: string }).prompt));

describe('the cache buster', () => {
  it('begins every request with a unique tag, even in the warm-up; what is recorded is what was sent', async () => {
    const { endpoint, files, result } = await wholeRun({
      config: { clients: 3, requests: 4, warmup: 2, payloads: prompts('a', 'b') },
      callbacks: [cacheBuster({}, 0)],
    });
    const sent = texts(endpoint.calls);
    assert.equal(new Set(sent).size, 18);
    for (const text of sent) assert.match(text, /^\[req-[0-9a-f]{16}\] [ab]$/);
    const kept = files.responses.map(response => response.input_prompt);
    assert.equal(kept.length, 12);
    assert.ok(kept.every(text => sent.includes(String(text))));
    assert.equal(result.summary.total_requests, 12);
  });

  it('sends the same with the same salt and seed, and nothing similar if either differs', async () => {
    const sentWith = async (salt: string | undefined, seed: number) => {
      const callbacks = [cacheBuster(salt === undefined ? {} : { salt }, seed)];
      const { endpoint } = await wholeRun({ config: { clients: 2, requests: 5 }, callbacks });
      return texts(endpoint.calls).sort();
    };
    const first = await sentWith('s', 1);
    assert.deepEqual(await sentWith('s', 1), first);
    const others = [
      await sentWith('t', 1),
      await sentWith('s', 2),
      await sentWith(undefined, 1),
      await sentWith(undefined, 1),
    ];
    assert.equal(new Set([first, ...others].flat()).size, 50);
  });

  it('saves in run_config.json what is needed to repeat it', () => {
    assert.deepEqual(cacheBuster({ salt: 's' }, 0).saved, { target: 'start', salt: 's' });
    assert.deepEqual(cacheBuster({ path: 'a.b', salt: 's' }, 0).saved, { path: 'a.b', salt: 's' });
    const { salt } = cacheBuster({}, 0).saved as { salt: string };
    assert.match(salt, /^[0-9a-f]{8}$/);
  });

  it('refuses a run with a payload in an unknown format, before anything is sent or written', async () => {
    const refusal = async (plan: Parameters<typeof cacheBuster>[0], payloads: RunConfig['payloads']) => {
      const { runner, endpoint } = scriptedRun({ config: { payloads }, callbacks: [cacheBuster(plan, 0)] });
      let message = '';
      await assert.rejects(runner.run(), (error: Error) => {
        message = error.message;
        return true;
      });
      assert.equal(endpoint.calls.length, 0);
      return message;
    };
    assert.equal(
      await refusal({}, [{ prompt: 'a' }, { query: 'b' }]),
      'The cache buster cannot find where the text begins in payload 2 of 2: set "path", e.g. {"cacheBuster": {"path": "input.0.text"}}.',
    );
    assert.equal(
      await refusal({ target: 'system' }, prompts('a')),
      'The cache buster finds no system prompt in the payload: set "system", or change "target".',
    );
    assert.equal(
      await refusal({ path: 'query.text' }, [{ query: 'b' }]),
      'The cache buster finds no text at "query.text" in the payload: change its "path".',
    );
  });

  for (const kind of endpointKinds) {
    it(`knows the payloads of ${kind.id}`, async () => {
      const needsRegion = kind.awsProviders !== undefined && kind.id !== 'anthropic-messages';
      const endpoint = await createEndpoint(
        endpointConfigSchema.parse({
          kind: kind.id,
          model: kind.exampleModel,
          ...(needsRegion && { region: 'us-east-1' }),
        }),
        needsRegion ? { aws: { accessKeyId: 'a', secretAccessKey: 'b' } } : { apiKey: 'k' },
        new HttpTransport({ clock: systemClock, environment: {} }),
        systemClock,
        noModels,
      );
      const earlier = [
        { role: 'user', text: 'yo' },
        { role: 'assistant', text: 'what?' },
      ] as const;
      const forms: Partial<PayloadOptions>[] = [
        {},
        { system: 'be brief' },
        { system: 'be brief', earlier },
        { system: 'be brief', cachePoint: { after: 'prompt' } },
      ];
      let known = 0;
      for (const form of forms) {
        const plain = payloadOf(endpoint, form);
        if (plain === null) continue;
        known += 1;
        const copy = structuredClone(plain) as Record<string, unknown>;
        const buster = cacheBuster({}, 0);
        await buster.beforeRun?.({ payloads: [plain] } as unknown as RunConfig);
        await buster.beforeInvoke?.(copy, { phase: 'measure', client: 0, index: 0 });
        assert.notDeepEqual(copy, plain);
        assert.deepEqual(JSON.parse(withoutCacheTags(JSON.stringify(copy))), plain);
      }
      assert.ok(known > 0);
      endpoint.close();
    });
  }
});
