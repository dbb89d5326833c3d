import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  fixed,
  lognormal,
  type RandomDistribution,
  sample,
  uniform,
} from '../../../src/simulator/scenario/distribution.ts';
import { type FaultRule, faultNames, faultOf } from '../../../src/simulator/scenario/faults.ts';
import { entropyOf, generate, generatedText } from '../../../src/simulator/scenario/generation.ts';
import { randomFor } from '../../../src/simulator/scenario/random.ts';
import type { Scenario } from '../../../src/simulator/scenario/scenario.ts';
import { scenarios } from '../../../src/simulator/scenario/scenarios.ts';
import { tokensOf } from '../../../src/simulator/scenario/words.ts';

const steady = scenarios['steady'] as Scenario;
const none = { maxTokens: null, promptTokens: 3, thinking: null };
const noCache = { cachedTokens: 0, writtenTokens: 0 };

function draws(distribution: RandomDistribution, seed: number, n = 20_000): number[] {
  const random = randomFor(seed);
  return Array.from({ length: n }, () => sample(distribution, random)).sort((a, b) => a - b);
}

function quantile(sorted: readonly number[], p: number): number {
  return sorted[Math.floor(p * sorted.length)] ?? Number.NaN;
}

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual / expected - 1) <= tolerance, `${actual} is not near ${expected}`);
}

describe('simulator: seeded numbers', () => {
  it('gives the same sequence for the same parts and a different one for others', () => {
    const three = (...parts: (string | number)[]): number[] => {
      const random = randomFor(...parts);
      return [random(), random(), random()];
    };
    assert.deepEqual(three(1, 'steady', 7), three(1, 'steady', 7));
    const all = [three(1, 'steady', 7), three(1, 'steady', 8), three(2, 'steady', 7), three(17, 'steady')];
    assert.equal(new Set(all.flat()).size, 12);
  });

  it('has first draws that are uniform over request numbers', () => {
    const counts = new Array<number>(10).fill(0);
    for (let number = 1; number <= 10_000; number++) {
      const bin = Math.floor(randomFor(1, 'flaky', number)() * 10);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    for (const count of counts) assert.ok(count > 880 && count < 1120, counts.join(' '));
  });

  it('draws numbers with the given distributions', () => {
    assert.deepEqual(new Set(draws(fixed(0.25), 1)), new Set([0.25]));
    const even = draws(uniform(2, 4), 2);
    assert.ok((even[0] ?? 0) >= 2 && (even.at(-1) ?? 9) < 4);
    near(quantile(even, 0.5), 3, 0.02);
    near(quantile(even, 0.9), 3.8, 0.02);
    const skewed = draws(lognormal(0.18, 0.5), 3);
    near(quantile(skewed, 0.5), 0.18, 0.02);
    near(quantile(skewed, 0.8413), 0.18 * Math.exp(0.5), 0.03);
    near(quantile(skewed, 0.1587), 0.18 * Math.exp(-0.5), 0.03);
  });

  it('stays in range for every seed', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0, max: 10, noNaN: true }), (seed, width) => {
        const value = sample(uniform(1, 1 + width), randomFor(seed));
        const positive = sample(lognormal(1, 2), randomFor(seed));
        return value >= 1 && value <= 1 + width && positive > 0 && Number.isFinite(positive);
      }),
    );
  });
});

describe('simulator: fault rules', () => {
  const strikes = (rules: FaultRule[], n: number): (string | null)[] =>
    Array.from({ length: n }, (_, index) => {
      return faultOf(rules, index + 1, randomFor(5, index + 1))?.fault ?? null;
    });

  it('affects the first n and every n-th request, with the first matching rule', () => {
    assert.deepEqual(
      strikes(
        [
          { fault: 'http-429', first: 2 },
          { fault: 'stall', every: 3 },
        ],
        7,
      ),
      ['http-429', 'http-429', 'stall', null, null, 'stall', null],
    );
  });

  it('adds up rates', () => {
    const rules = [
      { fault: 'http-500', rate: 0.1 },
      { fault: 'stall', rate: 0.3 },
    ] as const;
    const seen = strikes([...rules], 20_000);
    near(seen.filter(fault => fault === 'http-500').length / 20_000, 0.1, 0.1);
    near(seen.filter(fault => fault === 'stall').length / 20_000, 0.3, 0.05);
  });
});

describe('simulator: generation', () => {
  const answer = (scenario: Partial<Scenario>, maxTokens: number | null = null, seed = 1) => {
    const random = randomFor(seed);
    return generate(
      { ...steady, ...scenario },
      { ...none, maxTokens },
      noCache,
      0,
      entropyOf(random),
      random,
    );
  };

  it('times the first token by ttft and the others by itl', () => {
    const generation = answer({ tokens: fixed(4) });
    assert.deepEqual(
      generation.chunks.map(({ kind, tokens, at }) => [kind, tokens, at]),
      [
        ['text', 1, 100],
        ['text', 1, 120],
        ['text', 1, 140],
        ['text', 1, 160],
      ],
    );
    assert.equal(generation.doneAt, 160);
  });

  it('puts several tokens into an event without changing the total time', () => {
    const generation = answer({ tokens: fixed(5), chunkTokens: 2 });
    assert.deepEqual(
      generation.chunks.map(({ tokens, at }) => [tokens, at]),
      [
        [2, 100],
        [2, 140],
        [1, 160],
      ],
    );
  });

  it('reasons before the text, whether shown or hidden', () => {
    const aloud = answer({ tokens: fixed(1), reasoningTokens: fixed(2) });
    assert.deepEqual(
      aloud.chunks.map(({ kind, at }) => [kind, at]),
      [
        ['reasoning', 100],
        ['reasoning', 120],
        ['text', 140],
      ],
    );
    const silent = answer({ tokens: fixed(1), reasoningTokens: fixed(2), reasoning: 'hidden' });
    assert.deepEqual(silent.chunks, aloud.chunks.slice(2));
    assert.equal(silent.reasoningTokens, 2);
  });

  it('stops reasoning and text at the limit', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.nat(9), fc.integer({ min: 1, max: 20 }), (thoughts, words, limit) => {
        const { reasoningTokens, textTokens, cutByLimit } = answer(
          { tokens: fixed(words), reasoningTokens: fixed(thoughts) },
          limit,
        );
        assert.equal(reasoningTokens + textTokens, Math.min(limit, thoughts + words));
        assert.equal(reasoningTokens, Math.min(limit, thoughts));
        assert.equal(cutByLimit, limit < thoughts + words);
      }),
    );
  });

  it('sends a given text', () => {
    const text = '  Grüße, 世界!\n\nHow are  you? 😀 ';
    const generation = answer({ text, tokens: fixed(99) });
    assert.equal(generatedText(generation, 'text'), text);
    assert.equal(generation.textTokens, tokensOf(text).length);
  });

  it('splits any text into tokens that join to the same text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        if (text.trim() !== '') assert.equal(tokensOf(text).join(''), text);
      }),
    );
  });

  it('is the same for the same seed and includes non-ASCII text', () => {
    const long = { ...steady, tokens: fixed(2000) };
    assert.deepEqual(answer(long, null, 9), answer(long, null, 9));
    const spoken = generatedText(answer(long, null, 9), 'text');
    assert.notEqual(spoken, generatedText(answer(long, null, 10), 'text'));
    assert.match(spoken, /[\u{80}-\u{7ff}]/u);
    assert.match(spoken, /[\u{800}-\u{ffff}]/u);
    assert.match(spoken, /[\u{10000}-\u{10ffff}]/u);
    assert.match(spoken, /["\\\n]/);
  });

  it('never reports more cached tokens than prompt tokens', () => {
    assert.equal(answer({ cachedTokens: 100 }).cachedTokens, none.promptTokens);
    assert.equal(answer({ cachedTokens: 100, promptTokens: 250 }).cachedTokens, 100);
  });
});

describe('simulator: documented scenarios', () => {
  it('has stable names, including one for every fault, each with a description', () => {
    assert.deepEqual(Object.keys(scenarios), [
      ...[
        'default',
        'steady',
        'fast',
        'slow-start',
        'reasoning',
        'hidden-reasoning',
        'cached',
        'cache',
        'busy',
        'talkative',
        'bursty',
        'flaky',
      ],
      ...faultNames,
    ]);
    for (const { description } of Object.values(scenarios)) assert.match(description, /^[A-Z].*\.$/);
  });

  it('fails 6 % of the requests in flaky', () => {
    const { faults, seed } = scenarios['flaky'] as Scenario;
    const n = 20_000;
    let failed = 0;
    for (let number = 1; number <= n; number++) {
      if (faultOf(faults, number, randomFor(seed, 'flaky', number))) failed++;
    }
    near(failed / n, 0.06, 0.1);
  });
});
