import assert from 'node:assert/strict';
import { checkEndpoint } from '../../../src/extension/endpoints/savedEndpoint.ts';
import {
  type MeasurementRequest,
  runRequest,
} from '../../../src/extension/measurements/measurementRequest.ts';
import { checkNumbers, parseNumbers } from '../../../src/extension/measurements/numberLists.ts';
import { endText, experimentSummary } from '../../../src/extension/measurements/texts.ts';
import type { ExperimentEntry } from '../../../src/protocol/experiments.ts';
import type { OutcomeOf } from '../../../src/protocol/measurement.ts';
import type { MeasurementKind } from '../../../src/protocol/measurementKind.ts';

const entry = (fields: Partial<ExperimentEntry>): ExperimentEntry => ({
  folder: '/r/x',
  name: 'x',
  kind: 'load-test',
  state: 'saved',
  recipe: null,
  startTime: 1,
  runs: [],
  ...fields,
});

describe('lists of numbers', () => {
  it('are read with commas or blanks, and sorted', () => {
    for (const text of ['1, 2, 16', '16 2 1', ' 2;1,16, ']) {
      assert.deepEqual(parseNumbers(text, 'numbers of clients'), { numbers: [1, 2, 16] }, text);
    }
  });

  it('are checked when other programs pass them', () => {
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
        { problem: '2 is listed twice.' },
        { problem: 'Enter numbers of clients, separated by commas, e.g. 1, 2, 4.' },
        { problem: 'Enter numbers of clients, separated by commas, e.g. 1, 2, 4.' },
      ],
    );
  });
});

describe('the text beside a saved experiment', () => {
  it('says what it is and how many runs it has', () => {
    assert.deepEqual(
      [
        entry({ runs: ['a', 'b', 'c'] }),
        entry({ kind: 'ab', runs: ['/r/x/a', '/r/x/b'] }),
        entry({ kind: 'ab', runs: ['/r/x/a', '/r/x/b'], recipe: 'TTFT comparison' }),
        entry({ kind: 'heatmap', runs: ['a'] }),
      ].map(experimentSummary),
      ['Load test · 3 levels', 'A/B test · a vs. b', 'TTFT comparison · a vs. b', 'Latency heatmap'],
    );
  });
});

describe('the notification at the end of a measurement', () => {
  const endpoint = { id: '1', config: checkEndpoint({ kind: 'openai-chat', model: 'm' }) };
  const run = runRequest({ plan: {}, endpoint, place: { folders: [], chosen: [] }, baseFolder: '/' });
  const loadTest: MeasurementRequest<'load-test'> = { ...run, kind: 'load-test', settings: { levels: [1] } };
  const ended = (fields: object) =>
    ({ state: 'saved', message: null, folder: '/r/x', ...fields }) as OutcomeOf<MeasurementKind>;
  const failed = ended({ state: 'failed', message: '1 client: no answer.' });

  it('sums up a run that nobody sees', () => {
    const facts = { totalRequests: 20, failedRequests: 1, metrics: { ttft: { p50: 0.2 } } };
    const text = 'Benchmark “x” is complete: 20 requests, 1 failed, TTFT p50 200 ms.';
    assert.equal(endText(run, ended(facts), false), text);
    assert.equal(endText(run, ended(facts), true), null);
  });

  it('says how an experiment ended, and why it failed even to those who see it', () => {
    assert.equal(endText(loadTest, ended({}), false), 'Load test “x” is complete.');
    assert.equal(endText({ ...loadTest, recipe: 'Cost' }, ended({}), false), 'Cost “x” is complete.');
    assert.equal(endText(loadTest, ended({}), true), null);
    assert.equal(endText(loadTest, failed, true), 'Load test “x” failed. 1 client: no answer.');
  });
});
