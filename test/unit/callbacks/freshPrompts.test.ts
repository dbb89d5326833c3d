import assert from 'node:assert/strict';
import { requestConditions } from '../../../src/core/compare/conditions.ts';
import { withOwnSalt } from '../../../src/core/plan/ownSalt.ts';
import { emptyResponse } from '../../../src/core/request/response.ts';
import { freshPrompts } from '../../../src/measure/callbacks/freshPrompts.ts';
import { payloadsOf } from '../../../src/measure/payloads/payloadsOf.ts';
import { parsePlan } from '../../../src/measure/plan/parsePlan.ts';
import { ScriptedEndpoint } from '../measure/support/scriptedEndpoint.ts';
import { wholeRun } from '../measure/support/scriptedRun.ts';
import { VirtualClock } from '../measure/support/virtualClock.ts';

const planOf = (prompt: object, more: object = {}) =>
  parsePlan({ endpoint: { kind: 'openai-chat', model: 'm' }, prompt, ...more }, 'The plan');

/** What one run of the plan sends, in order of the texts. */
async function sentBy(prompt: object, seed = 0): Promise<string[]> {
  const plan = planOf(prompt, { seed });
  const payloads = await payloadsOf(plan, new ScriptedEndpoint(new VirtualClock()), '/');
  const { endpoint } = await wholeRun({
    config: { clients: 2, requests: 3, warmup: 1, payloads, seed },
    callbacks: freshPrompts(plan.prompt, seed),
  });
  return endpoint.calls.map(({ payload }) => String((payload as { prompt: string }).prompt)).sort();
}

const synthetic = (more: object = {}) => ({ synthetic: { inputTokens: 20, prompts: 2, ...more } });
const collection = (more: object = {}) => ({
  collection: { inputTokens: [20], outputTokens: [5, 6], ...more },
});

describe('generated prompts', () => {
  for (const [kind, source] of [
    ['synthetic', synthetic],
    ['of a collection', collection],
  ] as const) {
    it(`${kind}: no request repeats a prompt, in the same run or another one`, async () => {
      const sent = [...(await sentBy(source())), ...(await sentBy(source()))];
      assert.equal(new Set(sent.map(text => text.slice(0, 12))).size, 16);
    });

    it(`${kind}: a salt and a seed give the same prompts again; another salt or seed gives others`, async () => {
      const first = await sentBy(source({ salt: 's' }), 1);
      assert.deepEqual(await sentBy(source({ salt: 's' }), 1), first);
      const others = [await sentBy(source({ salt: 't' }), 1), await sentBy(source({ salt: 's' }), 2)];
      assert.equal(new Set([first, ...others].flat()).size, 24);
    });

    it(`${kind}: the salt is saved, in the words of the plan`, () => {
      const saved = (prompt: object) => freshPrompts(planOf(prompt).prompt, 0).map(found => found.saved);
      assert.deepEqual(saved(source({ salt: 's' })), [{ freshPrompts: { salt: 's' } }]);
      assert.match(JSON.stringify(saved(source())), /"salt":"[0-9a-f]{8}"/);
    });
  }

  it('are the same in every run if the plan wants that, or if they are cut from a text', () => {
    assert.deepEqual(freshPrompts(planOf(synthetic({ fresh: false })).prompt, 0), []);
    assert.deepEqual(freshPrompts(planOf(collection({ file: 'book.txt' })).prompt, 0), []);
    assert.deepEqual(freshPrompts('just a text', 0), []);
  });

  it('of two runs can be compared: their numbers do not count', async () => {
    const promptsOf = async () =>
      requestConditions(
        (await sentBy(synthetic())).map(text => ({
          response: { ...emptyResponse(), input_prompt: text },
          trace: null,
        })),
      );
    const [a, b] = [await promptsOf(), await promptsOf()];
    assert.deepEqual(a.prompts, b.prompts);
    assert.equal(a.prompts.size, 2);
    assert.equal(a.sentPrompts.size, 8);
    assert.ok([...a.sentPrompts].every(prompt => !b.sentPrompts.has(prompt)));
  });
});

describe('a salt in the plan of an experiment', () => {
  it('becomes one of its own for each level and side', () => {
    const plan = planOf(synthetic({ salt: 's' }), {
      callbacks: [{ cacheBuster: { salt: 't' } }, { cacheBuster: true }, { module: './a.mjs' }],
    });
    const own = withOwnSalt(plan, '00004-clients');
    assert.deepEqual(own.prompt, {
      synthetic: { inputTokens: 20, prompts: 2, fresh: true, salt: 's/00004-clients' },
    });
    assert.deepEqual(own.callbacks, [
      { cacheBuster: { salt: 't/00004-clients' } },
      { cacheBuster: true },
      { module: './a.mjs' },
    ]);
    const grid = planOf(collection({ salt: 's' }));
    assert.match(JSON.stringify(withOwnSalt(grid, 'b').prompt), /"salt":"s\/b"/);
  });

  it('changes nothing else', () => {
    for (const prompt of [synthetic(), collection(), { file: 'a.txt' }]) {
      assert.deepEqual(withOwnSalt(planOf(prompt), 'b'), planOf(prompt));
    }
  });
});
