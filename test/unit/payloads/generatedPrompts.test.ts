import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ownNumber, renumber } from '../../../src/core/plan/prompts/ownNumber.ts';
import {
  collectionLengths,
  promptCollection,
  syntheticCollection,
} from '../../../src/core/plan/prompts/promptCollection.ts';
import { syntheticPrompts } from '../../../src/core/plan/prompts/syntheticPrompts.ts';
import { whitespaceTokenizer } from '../../../src/core/tokens/tokenizer.ts';
import { tiktoken } from '../tokens/support/tiktoken.ts';

describe('prompt collections', () => {
  const lines = ['one two three', 'four five six seven', 'eight nine'];
  const make = (seed: number, repeat = 1) =>
    promptCollection(lines, {
      inputTokens: [2, 4, 20],
      outputTokens: [10, 100],
      repeat,
      tokenizer: whitespaceTokenizer,
      seed,
    });

  it('reproduce LLMeter’s example: the first tokens of the text, as many as there are', () => {
    assert.deepEqual(
      new Set(make(0).map(({ text }) => text)),
      new Set(['one two', 'one two three four', 'one two three four five six seven eight nine']),
    );
  });

  it('have the size of the product, each combination as often as asked', () => {
    const counts = new Map<string, number>();
    for (const { text, maxTokens } of make(0, 3)) {
      const key = `${text} -> ${maxTokens}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    assert.equal(make(0, 3).length, 3 * 2 * 3);
    assert.deepEqual([...counts.values()], [3, 3, 3, 3, 3, 3]);
  });

  it('can be generated: the same lengths in the same order, and no two prompts alike', () => {
    const options = {
      inputTokens: [2, 40],
      outputTokens: [10, 100],
      repeat: 3,
      tokenizer: whitespaceTokenizer,
      seed: 4,
    };
    const made = syntheticCollection(options);
    assert.deepEqual(
      made.map(({ text, maxTokens }) => ({ input: text.split(' ').length, output: maxTokens })),
      collectionLengths(options),
    );
    assert.equal(new Set(made.map(({ text }) => text)).size, 12);
  });

  it('come in an order that the seed decides', () => {
    assert.deepEqual(make(7, 5), make(7, 5));
    assert.notDeepEqual(make(7, 5), make(8, 5));
  });
});

describe('synthetic prompts', () => {
  for (const name of ['words', 'o200k_base', 'cl100k_base'] as const) {
    it(`have exactly the length asked for, counted by ${name}`, async () => {
      const tokenizer = name === 'words' ? whitespaceTokenizer : await tiktoken(name);
      for (const length of [1, 7, 100]) {
        const prompts = syntheticPrompts(5, length, tokenizer, 1);
        assert.deepEqual(
          prompts.map(prompt => tokenizer.encode(prompt).length),
          [length, length, length, length, length],
        );
      }
    });
  }

  it('share no beginning, so that no prefix cache serves two of them', () => {
    const beginnings = syntheticPrompts(1000, 50, whitespaceTokenizer, 3).map(prompt => prompt.split(' ')[0]);
    assert.equal(new Set(beginnings).size, 1000);
  });

  it('have a number that requests can have others for, of the same length in tokens', async () => {
    for (const name of ['o200k_base', 'cl100k_base'] as const) {
      const tokenizer = await tiktoken(name);
      const [prompt = ''] = syntheticPrompts(1, 30, tokenizer, 9);
      const numbers = [0, 1, 10_000_000, 500_000_000_007].map(index => ownNumber(9, index));
      const texts = numbers.map(number => {
        const payload = { system: 'Be brief.', messages: [{ role: 'user', content: [{ text: prompt }] }] };
        assert.equal(renumber(payload, number), 1);
        return payload.messages[0]?.content[0]?.text ?? '';
      });
      assert.equal(texts[0], prompt);
      assert.deepEqual(
        texts.map(text => [text.slice(0, 12), text.slice(12), tokenizer.count(text)]),
        numbers.map(number => [number, prompt.slice(12), 30]),
      );
    }
  });

  it('have numbers that no other index of the seed has', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(10 ** 11), fc.nat(10 ** 11), (seed, a, b) => {
        const [first, second] = [ownNumber(seed, a), ownNumber(seed, b)];
        assert.match(first, /^\d{12}$/);
        assert.equal(first === second, a === b);
        assert.notEqual(first[0], ownNumber(seed, a + 1)[0]);
      }),
    );
  });

  it('are others with another seed, and the same with the same', () => {
    const make = (seed: number) => syntheticPrompts(3, 20, whitespaceTokenizer, seed);
    assert.deepEqual(make(1), make(1));
    assert.notDeepEqual(make(1), make(2));
  });
});
