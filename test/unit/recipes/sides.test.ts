import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/core/base/jsonValue.ts';
import { recipeOf, recipes } from '../../../src/core/recipes/recipes.ts';
import { distinctSideNames, folderName, sideNames } from '../../../src/core/recipes/sideNames.ts';
import { takesCachePointsInPlan } from '../../../src/endpoints/kinds.ts';
import { parsePlan } from '../../../src/measure/plan/parsePlan.ts';

const endpoints = {
  chat: { kind: 'openai-chat', model: 'gpt', baseUrl: 'http://localhost:1/v1' },
  claude: { kind: 'anthropic-messages', model: 'claude-opus-4-7' },
  converse: { kind: 'bedrock-converse', model: 'us.anthropic.claude-opus-4-7', region: 'eu-west-1' },
} satisfies Record<string, JsonObject>;

function sides(id: string, ...plans: JsonObject[]) {
  return recipeOf(id)?.sides(plans, takesCachePointsInPlan) ?? [];
}

describe('recipes', () => {
  it('make valid plans, each from one of their inputs', () => {
    for (const recipe of recipes) {
      const endpoint = recipe.inputs[0]?.kinds === null ? endpoints.chat : endpoints.converse;
      const made = recipe.sides(
        recipe.inputs.map((_, i) => ({ endpoint: { ...endpoint, model: `m${i}` } })),
        takesCachePointsInPlan,
      );
      assert.ok(made.length >= 2, recipe.id);
      assert.equal(new Set(made.map(({ name }) => name)).size, made.length);
      for (const { name, plan, from } of made) {
        const parsed = parsePlan(plan, name);
        assert.ok(from < recipe.inputs.length);
        assert.deepEqual([parsed.clients, parsed.requests, parsed.warmup], [3, 30, 1], recipe.id);
      }
    }
    assert.equal(recipeOf('soup'), null);
    assert.equal(recipeOf(null), null);
  });

  it('give the prompts, payload, output limit and load of a plan precedence over their defaults', () => {
    const plan = { endpoint: endpoints.chat, payload: 'mine.jsonl', duration: '5s', clients: 7 };
    const [first] = sides('ttft', plan, plan);
    assert.deepEqual(first?.plan, { ...plan, warmup: 1 });
    const [own] = sides('tpot', { endpoint: endpoints.chat, prompt: 'hi', maxTokens: 9 }, plan);
    assert.deepEqual([own?.plan['prompt'], own?.plan['maxTokens'], own?.plan['requests']], ['hi', 9, 30]);
  });

  it('prompt caching: the same long prompt with a primed cache, and prompts that start differently each time', () => {
    const [uncached, cached] = sides('prompt-caching', {
      endpoint: endpoints.claude,
      warmup: 0,
      requests: 5,
    });
    assert.deepEqual([uncached?.name, cached?.name], ['uncached', 'cached']);
    assert.deepEqual(uncached?.plan, { ...cached?.plan, callbacks: [{ cacheBuster: true }] });
    assert.deepEqual([cached?.plan['cachePoint'], cached?.plan['warmup']], [{ after: 'system' }, 1]);
    assert.ok(String(cached?.plan['system']).split(' ').length >= 4096);
    const own = {
      cachePoint: { after: 'prompt', ttl: '1h' },
      system: 'short',
      callbacks: [{ cacheBuster: true }],
    };
    const [busted, kept] = sides('prompt-caching', { endpoint: endpoints.claude, ...own, warmup: 4 });
    assert.deepEqual(
      [kept?.plan['cachePoint'], kept?.plan['system'], kept?.plan['warmup']],
      [own.cachePoint, 'short', 4],
    );
    assert.deepEqual(busted?.plan['callbacks'], [{ cacheBuster: true }, { cacheBuster: true }]);
    const [, payload] = sides('prompt-caching', { endpoint: endpoints.claude, payload: { messages: [] } });
    assert.equal(payload?.plan['cachePoint'], undefined, 'a payload sets its own cache points');
  });

  it('prompt caching: marks nothing for endpoints that cache on their own, which would refuse it', () => {
    const marks = (endpoint: JsonObject) =>
      sides('prompt-caching', { endpoint }).map(({ plan }) => 'cachePoint' in plan);
    const chat = { kind: 'openai-chat', model: 'm' };
    for (const endpoint of [
      { ...chat, provider: 'vllm', baseUrl: 'http://gpu:8000/v1' },
      { ...chat, provider: 'sglang', baseUrl: 'http://gpu:30000/v1' },
      { ...chat, provider: 'ollama', baseUrl: 'http://localhost:11434/v1' },
      { ...chat, baseUrl: 'http://localhost:8000/v1' },
      { ...chat, baseUrl: 'simulated:' },
      { kind: 'google-gemini', model: 'gemini' },
      { kind: 'bedrock-invoke', model: 'm', region: 'eu-west-1' },
      { kind: 'sagemaker', model: 'm', region: 'eu-west-1' },
      { kind: 'vscode-lm', model: 'm' },
    ])
      assert.deepEqual(marks(endpoint), [false, false], JSON.stringify(endpoint));
    for (const endpoint of [
      chat,
      { ...chat, provider: 'openrouter', baseUrl: 'https://openrouter.ai/api/v1' },
      { kind: 'openai-responses', model: 'm' },
      endpoints.claude,
      endpoints.converse,
    ])
      assert.deepEqual(marks(endpoint), [true, true], JSON.stringify(endpoint));
  });

  it('Converse versus Messages: the same model in the same region, from an endpoint of either API', () => {
    const messages = {
      kind: 'anthropic-messages',
      provider: 'bedrock',
      model: 'us.anthropic.claude-opus-4-7',
      region: 'eu-west-1',
    };
    const kinds = (plan: JsonObject) =>
      sides('converse-vs-messages', plan).map(({ plan }) => plan['endpoint']);
    assert.deepEqual(kinds({ endpoint: endpoints.converse }), [endpoints.converse, messages]);
    assert.deepEqual(kinds({ endpoint: messages }), [endpoints.converse, messages]);
    const mantle = {
      ...messages,
      provider: 'bedrock-mantle',
      baseUrl: 'https://bedrock-mantle.eu-west-1.api.aws',
    };
    assert.deepEqual(
      kinds({ endpoint: mantle }),
      [endpoints.converse, mantle],
      'Converse is not at the address of Mantle',
    );
    const simulated = { ...endpoints.converse, baseUrl: 'simulated:fast' };
    assert.deepEqual(kinds({ endpoint: simulated }), [simulated, { ...messages, baseUrl: 'simulated:fast' }]);
    const refused = (plan: JsonObject, message: RegExp) =>
      assert.throws(() => sides('converse-vs-messages', plan), { name: 'UserError', message });
    refused({ endpoint: endpoints.chat }, /must be bedrock-converse or anthropic-messages, not openai-chat/);
    refused({ endpoint: endpoints.claude }, /set "endpoint.provider" to bedrock or bedrock-mantle/);
    refused({ endpoint: endpoints.converse, payload: {} }, /use "prompt" instead of "payload"/);
  });

  it('thinking: adaptive for Claude, summarized and omitted; an effort for other models', () => {
    const modes = (plan: JsonObject) =>
      sides('thinking', plan).map(({ name, plan }) => [name, plan['thinking']]);
    const off = ['no thinking', { mode: 'disabled' }];
    const claude = [
      off,
      ['thinking summarized', { mode: 'adaptive', display: 'summarized' }],
      ['thinking omitted', { mode: 'adaptive', display: 'omitted' }],
    ];
    assert.deepEqual(modes({ endpoint: endpoints.claude }), claude);
    assert.deepEqual(modes({ endpoint: endpoints.converse }), claude);
    assert.deepEqual(modes({ endpoint: endpoints.chat }), [
      off,
      ['thinking', { mode: 'enabled', effort: 'medium' }],
    ]);
    const own = { mode: 'enabled', budgetTokens: 2000, display: 'omitted' };
    assert.deepEqual(modes({ endpoint: endpoints.claude, thinking: own }), [off, ['thinking', own]]);
    assert.deepEqual(modes({ endpoint: endpoints.claude, thinking: { mode: 'disabled' } }), claude);
    assert.throws(() => modes({ endpoint: endpoints.claude, payload: {} }), { name: 'UserError' });
  });
});

describe('names of sides', () => {
  it('are what distinguishes the endpoints', () => {
    const names = (...endpoints: JsonObject[]) => sideNames(endpoints.map(endpoint => ({ endpoint })));
    assert.deepEqual(names({ model: 'a' }, { model: 'b' }), ['a', 'b']);
    assert.deepEqual(names({ model: 'a', name: 'old' }, { model: 'a', name: 'new' }), ['old', 'new']);
    assert.deepEqual(
      names({ model: 'a', baseUrl: 'simulated:' }, { model: 'a', baseUrl: 'simulated:fast' }),
      ['simulated', 'simulated-fast'],
    );
    assert.deepEqual(names({ model: 'a', kind: 'x' }, { model: 'a', kind: 'y' }), ['x', 'y']);
    assert.deepEqual(names({ model: 'a' }, { model: 'a' }), ['a', 'a (2)']);
  });

  it('are valid folder names', () => {
    assert.equal(folderName('meta/llama:8b'), 'meta-llama-8b');
    assert.equal(folderName('..'), 'side');
    assert.equal(folderName('a\n'), 'a');
    assert.deepEqual(distinctSideNames(['A', 'a', 'A?']), ['A', 'a (2)', 'A (3)']);
  });
});
