import assert from 'node:assert/strict';
import { comparePair } from '../../../src/core/compare/compareSamples.ts';
import { comparisonRows, verdictText } from '../../../src/core/compare/comparisonTable.ts';
import { adjustedClaims, falseLengths, runOfLengths } from '../../audit/answerLength.ts';
import { simulatedSample } from './simulated.ts';

const options = { rates: false, resamples: 500 };

describe('answers of different lengths', () => {
  for (const [sigma, n] of [
    [0.3, 10],
    [0.6, 50],
    [1, 200],
  ] as const) {
    it(`are not claimed of equal endpoints in more than 5 % of pairs: sigma ${sigma}, n = ${n}`, () => {
      const share = falseLengths({ sigma, n }, 200);
      assert.ok(share <= 0.05, `${share}`);
    });
  }

  it('forbid comparing TTLT if they are far apart, and are a caution if they are close', () => {
    const reasons = (tokens: number) =>
      comparePair(
        runOfLengths('A', 1, { sigma: 0.1, n: 200 }),
        runOfLengths('B', 2, { sigma: 0.1, n: 200, tokens }),
        options,
      ).reasons.flatMap(({ id, severity }) => (id === 'answer-length' ? [severity] : []));
    assert.deepEqual([reasons(130), reasons(106), reasons(100)], [['forbids'], ['caution'], []]);
  });

  it('are compared as if they had the same length, which is not forbidden', () => {
    const pair = comparePair(
      runOfLengths('A', 1, { sigma: 0.3, n: 200 }),
      runOfLengths('B', 2, { sigma: 0.3, n: 200, tokens: 150, perToken: 0.008 }),
      { ...options, decidingMetric: 'ttlt' },
    );
    const rows = comparisonRows(pair).filter(({ key }) => key === 'ttlt');
    const shown = rows.map(row => `${row.label.replace(/\d+/, 'L')}: ${verdictText(row)}`);
    assert.deepEqual(
      [shown[0], shown.at(-1)],
      ['TTLT median: not comparable (worse)', 'TTLT median for answers of L tokens: better'],
    );
    assert.match(
      pair.conclusion,
      /^Not comparable because the responses differ in length: \d+ and \d+ tokens on average\. As measured: TTLT median is [\d.]+ % higher \(.*\): worse\. TTLT median for answers of \d+ tokens is [\d.]+ % lower \(.*\): better\.$/,
    );
    assert.equal(pair.judgement, 'cannot be judged');
  });

  it('are right after the adjustment: equal speed is rarely told apart, a faster one is found', () => {
    const equal = adjustedClaims(1.3, 1, 60, 100);
    assert.ok(equal.better + equal.worse <= 0.1, JSON.stringify(equal));
    assert.ok(adjustedClaims(1.3, 0.8, 60, 30).better >= 0.9);
  });

  it('are compared per output token where nothing streamed', () => {
    const whole = (name: string, seed: number, tokens: number) =>
      simulatedSample({
        ...{ name, seed, n: 40, startsAt: seed * 1000, ttft: random => 1 + 0.1 * random() },
        facts: { stream: false },
        change: ({ response, trace }) => ({
          response: { ...response, num_tokens_output: tokens },
          trace: trace && {
            ...trace,
            ttft: null,
            ttftAny: null,
            tpot: null,
            ttlt: 0.01 * tokens * (trace.ttlt ?? 0),
          },
        }),
      });
    const { metrics } = comparePair(whole('A', 1, 100), whole('B', 2, 200), options);
    const found = metrics.find(({ key }) => key === 'ttlt')?.statistics.at(-1);
    assert.equal(found?.adjusted, 'per output token');
    assert.ok(Math.abs(found?.difference?.relative?.value ?? 1) < 0.05);
  });
});
