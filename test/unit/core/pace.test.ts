import assert from 'node:assert/strict';
import { arrivalOf, leadingEvents } from '../../../src/core/request/arrival.ts';
import { contradicts, credibleUsage, laterUsage } from '../../../src/core/request/credibleUsage.ts';
import { paceDoubt } from '../../../src/core/request/pace.ts';
import { plausibleTokens } from '../../../src/core/request/plausibleTokens.ts';

const times = (count: number, gap: number) => Array<number>(count).fill(gap);
const texts = (count: number, text = ' word') => Array<string>(count).fill(text);

/** Events with these gaps and texts. */
function stream(gaps: number[], words: (string | null)[]) {
  return { gaps, texts: words, otherChoices: false, media: false };
}

describe('how events arrived', () => {
  const cases: [what: string, gaps: number[], arrival: string][] = [
    ['one event', [], 'stream'],
    ['one after the other', times(9, 0.02), 'stream'],
    ['some pairs', [0.02, 0, 0.02, 0, 0.02], 'stream'],
    ['all in one read', times(9, 0), 'buffered'],
    ['all in one burst of reads', times(9, 0.00005), 'buffered'],
    ['faster than any model', times(9, 0.00015), 'buffered'],
    ['in blocks', [...times(9, 0), 0.3, ...times(9, 0), 0.3, ...times(9, 0)], 'buffered'],
    ['the first in time, the others at once', [2, ...times(9, 0)], 'merged'],
    ['three at a time from a fast server', [0, 0, 0.004, 0, 0, 0.004, 0, 0], 'merged'],
  ];
  for (const [what, gaps, arrival] of cases) {
    it(`${what}: ${arrival}`, () => assert.equal(arrivalOf(gaps), arrival));
  }

  it('counts the events that came with the first', () => {
    assert.deepEqual([[], [0.1], [0, 0, 0.1, 0], [0, 0]].map(leadingEvents), [1, 1, 3, 3]);
  });
});

describe('whether a stream determines its time per token', () => {
  const doubts: [what: string, doubt: string | null, events: ReturnType<typeof stream>, tokens: number][] = [
    ['a token an event', null, stream(times(9, 0.02), texts(10)), 10],
    ['two long events for two tokens', null, stream([0.02], ['Extraordinarily', ' ok']), 2],
    ['several tokens an event', null, stream(times(19, 0.1), texts(20, ' a few more words')), 80],
    [
      'most of the text in the first event',
      'firstEvent',
      stream(times(10, 0.02), ['b '.repeat(40), ...texts(10, 'b ')]),
      50,
    ],
    [
      'half of the events in the first read',
      'firstEvent',
      stream([0, 0, 0, 0.1, 0.1, 0.1, 0.1], texts(8)),
      8,
    ],
    ['reasoning that was not sent', 'unseenTokens', stream(times(99, 0.02), texts(100)), 590],
    ['much reasoning, little text', 'unseenTokens', stream(times(9, 0.02), texts(10, 'b ')), 500],
    ['all events at once', 'buffered', stream(times(9, 0), texts(10)), 10],
    ['tool calls, whose tokens are not known', null, stream(times(9, 0.02), Array<null>(10).fill(null)), 100],
    ['sound', 'media', { ...stream(times(9, 0.02), texts(10)), media: true }, 10],
    ['two choices', 'choices', { ...stream(times(9, 0.02), texts(10)), otherChoices: true }, 20],
  ];
  for (const [what, doubt, events, tokens] of doubts) {
    it(`${what}: ${doubt ?? 'it does'}`, () => assert.equal(paceDoubt(events, tokens), doubt));
  }
});

describe('a generous guess at tokens', () => {
  it('is at least what tokenizers count, in any script', () => {
    const counted: [text: string, tokens: number][] = [
      ['The quick brown fox jumps over the lazy dog.', 10],
      ['function add(a, b) {\n  return a + b;\n}\n', 18],
      ['1, 2, 3, 4, 5, 6, 7, 8, 9, 10', 29],
      ['今天天气很好，我们去公园吧。', 12],
      ['Здравствуйте, как дела?', 9],
    ];
    for (const [text, tokens] of counted) assert.ok(plausibleTokens(text) * 1.5 >= tokens, text);
    assert.ok(plausibleTokens('The quick brown fox jumps over the lazy dog.') <= 20);
    assert.equal(plausibleTokens(''), 0);
  });
});

describe('usage that contradicts the answer', () => {
  it('is left out: counts below zero, no tokens beside what was generated, an empty prompt', () => {
    const credible = (usage: object, generated = true) => credibleUsage(usage, generated);
    assert.deepEqual(credible({ inputTokens: 0, outputTokens: 0 }), {});
    assert.deepEqual(credible({ inputTokens: -1, outputTokens: -1, reasoningTokens: -1 }), {});
    assert.deepEqual(credible({ inputTokens: 7, outputTokens: 0 }, false), {
      inputTokens: 7,
      outputTokens: 0,
    });
    const cached = { inputTokens: 0, cachedInputTokens: 9, outputTokens: 1 };
    assert.deepEqual(credible(cached), cached);
    const none = { inputTokens: 7, outputTokens: 3, cachedInputTokens: 0, reasoningTokens: 0 };
    assert.deepEqual(credible(none), none);
  });

  it('is told from usage that is only incomplete', () => {
    assert.equal(contradicts({ inputTokens: 7 }, { inputTokens: 7 }), false);
    assert.equal(contradicts({ inputTokens: 0 }, {}), true);
  });

  it('does not take back an earlier count', () => {
    const earlier = { inputTokens: 7, outputTokens: 3 };
    assert.deepEqual(laterUsage(earlier, { inputTokens: 0, outputTokens: 0 }), earlier);
    assert.deepEqual(laterUsage(earlier, { outputTokens: 5 }), { inputTokens: 7, outputTokens: 5 });
  });
});
