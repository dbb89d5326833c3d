import assert from 'node:assert/strict';
import { join } from 'node:path';
import { recipeOf } from '../../src/core/recipes/recipes.ts';
import { takesCachePointsInPlan } from '../../src/endpoints/kinds.ts';
import type { EnginePort } from '../../src/engine/enginePort.ts';
import { measure, simulated, withEngine } from './support/engine.ts';

/** Runs a recipe as a front end does, and opens what it saved. */
async function runRecipe(engine: EnginePort, folder: string, id: string, plans: object[]) {
  const recipe = recipeOf(id);
  assert.ok(recipe);
  const sides = recipe
    .sides(plans as never, takesCachePointsInPlan)
    .map(({ name, plan }) => ({ name, plan, secrets: {} }));
  const outcome = await measure(engine, 'ab', {
    ...{ recipe: id, name: id, sides },
    ...{ baseFolder: folder, defaultOutput: 'runs', network: {} },
  });
  assert.deepEqual([outcome.state, outcome.message], ['saved', null]);
  assert.deepEqual(
    outcome.sides.map(side => side.outcome.failedRequests),
    sides.map(() => 0),
  );
  const opened = await engine.request('openExperiment', { folders: [join(folder, 'runs', id)] });
  assert.ok(opened.kind === 'runs');
  assert.deepEqual(
    [opened.recipe, opened.findings, opened.comparison],
    [recipe.title, outcome.findings, outcome.comparison],
  );
  const { experiments } = await engine.request('listRuns', { roots: [folder] });
  assert.equal(experiments[0]?.recipe, recipe.title);
  for (const pair of opened.comparison.pairs) {
    assert.deepEqual(
      [pair.arrangement, pair.decidingMetric, pair.comparable],
      ['interleaved', recipe.decidingMetric, true],
    );
  }
  return { findings: outcome.findings, pairs: opened.comparison.pairs };
}

const load = { clients: 8, requests: 5 };

describe('recipes against the simulator, with what they find in words', () => {
  it('TTFT: of the quicker of two', () =>
    withEngine(async (engine, folder) => {
      const plan = { ...load, prompt: 'hi', maxTokens: 4 };
      const { findings } = await runRecipe(engine, folder, 'ttft', [
        { ...plan, endpoint: { ...simulated('default'), name: 'slow' } },
        { ...plan, endpoint: { ...simulated('fast'), name: 'quick' } },
      ]);
      assert.match(
        findings[0] ?? '',
        /^quick against slow: TTFT median is [\d.]+ % lower \([\d.]+ to [\d.]+ %\): better\. Significant: the 95 % interval excludes 0\.$/,
      );
    }));

  it('TPOT: of the one that writes faster, however long its answers are', () =>
    withEngine(async (engine, folder) => {
      const { findings } = await runRecipe(engine, folder, 'tpot', [
        { ...load, maxTokens: 40, endpoint: { ...simulated('default'), name: 'slow' } },
        { ...load, maxTokens: 40, endpoint: { ...simulated('fast'), name: 'quick' } },
      ]);
      assert.match(
        findings[0] ?? '',
        /^quick against slow: TPOT median is [\d.]+ % lower .*better\. Significant/,
      );
    }));

  for (const [kind, model] of [
    ['openai-chat', 'sim'],
    ['anthropic-messages', 'claude'],
    ['bedrock-converse', 'us.anthropic.claude'],
  ] as const) {
    it(`prompt caching: what ${kind} saves, and that it was the cache`, () =>
      withEngine(async (engine, folder) => {
        const endpoint = { kind, model, baseUrl: 'simulated:cache' };
        const system = 'one two three four five six seven eight nine ten '.repeat(40);
        const { findings, pairs } = await runRecipe(engine, folder, 'prompt-caching', [
          { ...load, endpoint, system, maxTokens: 4 },
        ]);
        assert.match(
          findings[0] ?? '',
          /^cached against uncached: TTFT median is [\d.]+ % lower .*better\. Significant/,
        );
        const text = findings.join('\n');
        assert.match(
          text,
          /With the cache, the median TTFT is [\d.]+ ms, \d+ % of the uncached median of \d+ ms\./,
        );
        assert.match(
          text,
          /100 % of the requests of cached read from the prompt cache \([45]\d\d tokens on average\), and 0 % of those of uncached\./,
        );
        assert.deepEqual(
          pairs[0]?.reasons.filter(({ severity }) => severity === 'forbids').map(({ id }) => id),
          [],
        );
      }));
  }

  it('prompt caching: says that nothing was cached where nothing was', () =>
    withEngine(async (engine, folder) => {
      const plan = { ...load, endpoint: simulated('fast'), system: 'short', maxTokens: 4 };
      const { findings } = await runRecipe(engine, folder, 'prompt-caching', [plan]);
      assert.match(
        findings.join('\n'),
        /This says nothing about caching: no more tokens were read from the cache/,
      );
    }));

  it('prompt caching: of a server that caches on its own', () =>
    withEngine(async (engine, folder) => {
      const system = 'one two three four five six seven eight nine ten '.repeat(40);
      const endpoint = { ...simulated('cache'), provider: 'vllm' };
      const { findings } = await runRecipe(engine, folder, 'prompt-caching', [
        { ...load, endpoint, system, maxTokens: 4 },
      ]);
      assert.match(findings.join('\n'), /100 % of the requests of cached read from the prompt cache/);
    }));

  it('Converse versus Messages: one endpoint through both APIs', () =>
    withEngine(async (engine, folder) => {
      const endpoint = { kind: 'bedrock-converse', model: 'us.anthropic.claude', region: 'us-east-1' };
      const { findings } = await runRecipe(engine, folder, 'converse-vs-messages', [
        { ...load, endpoint: { ...endpoint, baseUrl: 'simulated:steady' }, maxTokens: 4 },
      ]);
      // They are alike, so which verdict it is is chance.
      assert.match(
        findings[0] ?? '',
        /^Messages against Converse: TTFT median.*(ignificant|no relevant difference)/,
      );
    }));

  it('thinking: what it costs in time, and what of it is visible', () =>
    withEngine(async (engine, folder) => {
      const endpoint = { kind: 'anthropic-messages', model: 'claude', baseUrl: 'simulated:steady' };
      const { findings } = await runRecipe(engine, folder, 'thinking', [
        { clients: 12, requests: 1, endpoint, prompt: 'hi', maxTokens: 64 },
      ]);
      const text = findings.join('\n');
      assert.match(
        text,
        /^thinking summarized against no thinking: TTFT median is 1\d\d\d % higher .*worse\. Significant/,
      );
      // 60 tokens of reasoning, 20 ms apart, after a first one at 100 ms.
      assert.match(
        text,
        /In thinking summarized, the first token of any kind arrives after 1\d\d ms, and the first visible one 1\.\d\d s later/,
      );
      assert.match(text, /In thinking omitted, almost nothing arrives before the first visible token/);
    }));

  it('cost: what the same work costs with each of two', () =>
    withEngine(async (engine, folder) => {
      const plan = { ...load, prompt: 'hi', maxTokens: 4, endpoint: simulated('fast') };
      const { findings, pairs } = await runRecipe(engine, folder, 'cost', [
        { ...plan, endpoint: { ...plan.endpoint, name: 'dear' }, cost: { prices: { input: 2, output: 8 } } },
        { ...plan, endpoint: { ...plan.endpoint, name: 'cheap' }, cost: { prices: { input: 1, output: 4 } } },
      ]);
      assert.match(findings[0] ?? '', /^cheap against dear: Cost per request is 50.* % lower/);
      assert.equal(pairs[0]?.metrics.find(({ key }) => key === 'cost_per_request')?.unit, 'USD');
    }));

  it('cost: says so where no price is known', () =>
    withEngine(async (engine, folder) => {
      const plan = { ...load, prompt: 'hi', maxTokens: 4 };
      const recipe = recipeOf('cost');
      const sides = recipe?.sides(
        [
          { ...plan, endpoint: { ...simulated('fast'), name: 'a' }, cost: false },
          { ...plan, endpoint: { ...simulated('fast'), name: 'b' }, cost: false },
        ],
        takesCachePointsInPlan,
      );
      const { findings, comparison } = await measure(engine, 'ab', {
        recipe: 'cost',
        sides: (sides ?? []).map(({ name, plan }) => ({ name, plan, secrets: {} })),
        ...{ baseFolder: folder, defaultOutput: 'runs', network: {} },
      });
      assert.deepEqual(
        findings[0],
        'b against a: Cost per request is not available for both, so there is no answer.',
      );
      assert.match(findings[1] ?? '', /^Set prices per million tokens in each plan, e\.g\. "cost"/);
      const [pair] = comparison?.pairs ?? [];
      assert.deepEqual([pair?.asked, pair?.decidingMetric], ['cost_per_request', null]);
      assert.match(pair?.family ?? '', /^There is no deciding metric;/);
    }));
});
