import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { fixed } from '../../../src/simulator/scenario/distribution.ts';
import { generate } from '../../../src/simulator/scenario/generation.ts';
import { PrefixCache, type PromptPiece } from '../../../src/simulator/scenario/prefixCache.ts';
import type { Scenario } from '../../../src/simulator/scenario/scenario.ts';
import { scenarios } from '../../../src/simulator/scenario/scenarios.ts';
import { startSimulator } from '../../../src/simulator/simulator.ts';
import { realEndpoint, runAll } from '../endpoints/support/runs.ts';

const piece = (text: string, marked = false): PromptPiece => ({ text, marked });
const system = 'You are a careful assistant. '.repeat(20);

/** Reads one prompt after the other, each when the one before is cached; returns cached and written tokens. */
function reads(caching: 'automatic' | 'marked', ...prompts: PromptPiece[][]): [number, number][] {
  const cache = new PrefixCache();
  return prompts.map((pieces, index) => {
    const { cachedTokens, writtenTokens, keep } = cache.use(pieces, caching, index);
    keep(index);
    return [cachedTokens, writtenTokens];
  });
}

describe('simulator: the prompt cache', () => {
  it('caches whole blocks of 16 tokens automatically, and finds them before a different ending', () => {
    const first = [piece(system), piece('What is the capital of France?')];
    const second = [piece(system), piece('What is the capital of Spain?')];
    assert.deepEqual(reads('automatic', first, first, second), [
      [0, 0],
      [144, 0],
      [144, 0],
    ]);
  });

  it('finds nothing after a different beginning', () => {
    const tagged = (tag: string): PromptPiece[] => [piece(`[${tag}] ${system}`)];
    assert.deepEqual(reads('automatic', tagged('1'), tagged('2')), [
      [0, 0],
      [0, 0],
    ]);
  });

  it('never reads all of a prompt from the cache', () => {
    const prompt = [piece('x'.repeat(128))];
    assert.deepEqual(reads('automatic', prompt, prompt), [
      [0, 0],
      [16, 0],
    ]);
  });

  it('caches only what is marked where marks are required', () => {
    const plain = [piece(system), piece('Hello there.')];
    const marked = (question: string): PromptPiece[] => [piece(system, true), piece(question)];
    assert.deepEqual(reads('marked', plain, plain, marked('One?'), marked('Two?'), plain), [
      [0, 0],
      [0, 0],
      [0, 145],
      [145, 0],
      [0, 0],
    ]);
  });

  it('finds an earlier mark before a later one, as in conversations', () => {
    const turns = [piece('First question.', true), piece('An answer.'), piece('Second one.', true)];
    assert.deepEqual(reads('marked', turns.slice(0, 1), turns, turns), [
      [0, 3],
      [3, 6],
      [9, 0],
    ]);
  });

  it('has nothing to read before the response that writes it has begun', () => {
    const cache = new PrefixCache();
    const prompt = [piece(system)];
    cache.use(prompt, 'automatic', 0).keep(50);
    assert.equal(cache.use(prompt, 'automatic', 49).cachedTokens, 0);
    assert.equal(cache.use(prompt, 'automatic', 50).cachedTokens, 144);
  });

  it('finds exactly the beginning that a text shares with a cached one', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 300 }),
        fc.string({ maxLength: 90 }),
        fc.string({ maxLength: 90 }),
        (shared, a, b) => {
          const known = shared + a;
          const asked = shared + b;
          let common = 0;
          while (common < asked.length && known[common] === asked[common]) common++;
          const most = Math.min(common, known.length - 1, asked.length - 1);
          const blocks = Math.max(0, Math.floor(most / 64));
          assert.deepEqual(reads('automatic', [piece(known)], [piece(asked)])[1], [blocks * 16, 0]);
        },
      ),
    );
  });

  it('delays the first token for what is not cached', () => {
    const steady = { ...scenarios['steady'], prefill: 0.5 } as Scenario;
    const first = (cachedTokens: number): number | undefined => {
      const limits = { maxTokens: null, promptTokens: 500, thinking: null };
      const cache = { cachedTokens, writtenTokens: 0 };
      return generate(steady, limits, cache, 0, '', () => 0.5).chunks[0]?.at;
    };
    assert.deepEqual([first(0), first(480)], [250_100, 10_100]);
  });
});

describe('simulator: cached tokens in responses', () => {
  const marked = { type: 'text', text: system, cache_control: { type: 'ephemeral' } };
  const user = { role: 'user', content: 'Hi' };
  const converse = { messages: [{ role: 'user', content: [{ text: 'Hi' }] }] };
  const cases: Record<string, { path: string; body: object; plain?: object; first: object; second: object }> =
    {
      'chat completions': {
        path: '/v1/chat/completions',
        body: { model: 'm', messages: [{ role: 'system', content: system }, user] },
        first: { prompt_tokens: 146, cached: 0 },
        second: { prompt_tokens: 146, cached: 144 },
      },
      Responses: {
        path: '/v1/responses',
        body: { model: 'm', instructions: system, input: 'Hi' },
        first: { input_tokens: 146, cached: 0 },
        second: { input_tokens: 146, cached: 144 },
      },
      Gemini: {
        path: '/v1beta/models/m:generateContent',
        body: {
          systemInstruction: { parts: [{ text: system }] },
          contents: [{ role: 'user', parts: [{ text: 'Hi' }] }],
        },
        first: { promptTokenCount: 146 },
        second: { promptTokenCount: 146, cachedContentTokenCount: 144 },
      },
      'Anthropic Messages': {
        path: '/v1/messages',
        body: { model: 'm', max_tokens: 9, system: [marked], messages: [user] },
        plain: { model: 'm', max_tokens: 9, system, messages: [user] },
        first: { input_tokens: 1, cache_creation_input_tokens: 145, cache_read_input_tokens: 0 },
        second: { input_tokens: 1, cache_creation_input_tokens: 0, cache_read_input_tokens: 145 },
      },
      'Anthropic Messages, marked as a whole': {
        path: '/v1/messages',
        body: { model: 'm', max_tokens: 9, system, messages: [user], cache_control: { type: 'ephemeral' } },
        first: { input_tokens: 1, cache_creation_input_tokens: 145, cache_read_input_tokens: 0 },
        second: { input_tokens: 1, cache_creation_input_tokens: 0, cache_read_input_tokens: 145 },
      },
      'Bedrock Converse': {
        path: '/model/m/converse',
        body: { ...converse, system: [{ text: system }, { cachePoint: { type: 'default' } }] },
        plain: { ...converse, system: [{ text: system }] },
        first: { inputTokens: 1, cacheReadInputTokens: 0, cacheWriteInputTokens: 145 },
        second: { inputTokens: 1, cacheReadInputTokens: 145, cacheWriteInputTokens: 0 },
      },
    };
  for (const [name, { path, body, plain, first, second }] of Object.entries(cases)) {
    it(`are those of an earlier prompt: ${name}`, async () => {
      const simulator = await startSimulator({
        scenario: 'cache',
        overrides: { ttft: fixed(0), itl: fixed(0), prefill: 0, tokens: fixed(2) },
      });
      const usageOf = async (sent: object): Promise<Record<string, unknown>> => {
        const response = await fetch(simulator.url + path, {
          method: 'POST',
          headers: { 'anthropic-version': '2023-06-01' },
          body: JSON.stringify(sent),
        });
        const answer = (await response.json()) as Record<string, Record<string, unknown>>;
        const usage = answer['usage'] ?? answer['usageMetadata'] ?? {};
        const details = usage['prompt_tokens_details'] ?? usage['input_tokens_details'] ?? {};
        return { ...usage, cached: (details as Record<string, unknown>)['cached_tokens'] };
      };
      const part = (usage: Record<string, unknown>, like: object) =>
        Object.fromEntries(
          Object.keys({ ...first, ...second, ...like }).flatMap(key =>
            usage[key] === undefined ? [] : [[key, usage[key]]],
          ),
        );
      try {
        assert.deepEqual(part(await usageOf(body), first), first);
        assert.deepEqual(part(await usageOf(body), second), second);
        if (plain) {
          const usage = await usageOf(plain);
          assert.equal(usage['cache_read_input_tokens'] ?? usage['cacheReadInputTokens'], 0);
        }
      } finally {
        await simulator.close();
      }
    });
  }
});

describe('simulator: cached tokens of a stream of InvokeModel', () => {
  it('are reported by Bedrock in addition to the model’s own usage, and kept apart from LLMeter’s field', async () => {
    const simulator = await startSimulator({
      scenario: 'cache',
      overrides: { ttft: fixed(0), itl: fixed(0), prefill: 0, tokens: fixed(2) },
    });
    try {
      const endpoint = await realEndpoint(
        {
          kind: 'bedrock-invoke',
          model: 'openai.gpt-oss-120b-1:0',
          region: 'us-east-1',
          baseUrl: simulator.url,
        },
        'key',
      );
      const payloads = [endpoint.createPayload(system, { maxTokens: 9 })];
      const { records } = await runAll({ endpoint, payloads, requests: 2 });
      endpoint.close();
      const counts = records.map(({ response, trace }) => ({
        input: response.num_tokens_input,
        llmeter: response.num_tokens_input_cached,
        cached: trace?.cachedInputTokens,
      }));
      assert.deepEqual(counts, [
        { input: 145, llmeter: null, cached: 0 },
        { input: 1, llmeter: null, cached: 144 },
      ]);
    } finally {
      await simulator.close();
    }
  });
});
