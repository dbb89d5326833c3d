import assert from 'node:assert/strict';
import { experimentSummary } from '../../../src/extension/measurements/experimentTexts.ts';
import { checkNumbers, parseNumbers } from '../../../src/extension/measurements/numberLists.ts';
import type { ExperimentEntry } from '../../../src/protocol/experiments.ts';

const entry = (fields: Partial<ExperimentEntry>): ExperimentEntry => ({
  ...{ folder: '/r/x', name: 'x', kind: 'load-test', state: 'saved', recipe: null, startTime: 1, runs: [] },
  ...fields,
});

describe('lists of numbers', () => {
  it('are read with commas or blanks, and put in order', () => {
    for (const text of ['1, 2, 16', '16 2 1', ' 2;1,16, ']) {
      assert.deepEqual(parseNumbers(text, 'numbers of clients'), { numbers: [1, 2, 16] }, text);
    }
  });

  it('are checked where other programs give them', () => {
    checkNumbers('levels', [1, 2]);
    for (const wrong of [undefined, 'abc', [0], [1.5], ['1'], [[1]]]) {
      assert.throws(() => checkNumbers('levels', wrong), /^UserError: `levels` must be a list/);
    }
  });

  it('are refused with a sentence', () => {
    assert.deepEqual(
      ['1, x', '0', '1.5', '2, 2', '', ','].map(text => parseNumbers(text, 'numbers of clients')),
      [
        { problem: '“x” is not a whole number of at least 1.' },
        { problem: '“0” is not a whole number of at least 1.' },
        { problem: '“1.5” is not a whole number of at least 1.' },
        { problem: '2 is there twice.' },
        { problem: 'Write numbers of clients with commas between them, e.g. 1, 2, 4.' },
        { problem: 'Write numbers of clients with commas between them, e.g. 1, 2, 4.' },
      ],
    );
  });
});

describe('the words beside a saved experiment', () => {
  it('say what it is and of how many runs', () => {
    assert.deepEqual(
      [
        entry({ runs: ['a', 'b', 'c'] }),
        entry({ kind: 'ab', runs: ['/r/x/a', '/r/x/b'] }),
        entry({ kind: 'ab', runs: ['/r/x/a', '/r/x/b'], recipe: 'TTFT comparison' }),
        entry({ kind: 'heatmap', runs: ['a'] }),
      ].map(experimentSummary),
      ['Load test · 3 levels', 'A/B run · a vs. b', 'TTFT comparison · a vs. b', 'Latency heatmap'],
    );
  });
});
