import assert from 'node:assert/strict';
import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import { methodSentences } from '../../../src/core/compare/methodWords.ts';
import type { PairComparison } from '../../../src/core/compare/result.ts';
import { latencyCase, type PowerCase, powerOf, rateCase, shapes, shareCase } from '../../audit/detectable.ts';
import { simulatedSample } from './simulated.ts';

const cases: PowerCase[] = [
  latencyCase('lognormal .3', 50, 'median'),
  latencyCase('lognormal 1', 100, 'median'),
  latencyCase('lognormal 1', 100, 'p90'),
  latencyCase('bimodal, 15 % slow', 100, 'median'),
  latencyCase('lognormal 1', 100, 'median', 'interleaved'),
  rateCase('lognormal .3', 1, 200),
  shareCase(0.1, 200),
];

describe('the difference that a comparison says it detects', () => {
  for (const one of cases) {
    it(`is detected in about 80 of 100 pairs, upward and downward: ${one.name}`, () => {
      const { higher, lower } = powerOf(one, 200);
      // Two standard errors of 200 repetitions on both sides of 5 points.
      for (const found of [higher, lower]) {
        assert.ok(found && Math.abs(found.detected - 0.8) <= 0.107, JSON.stringify(found));
      }
    });
  }

  it('is larger upward than downward, because longer times vary more', () => {
    const { higher, lower } = powerOf(latencyCase('lognormal 1', 50, 'median'), 30);
    assert.ok(higher && lower && higher.size > 1.5 * lower.size, `${higher?.size} ${lower?.size}`);
  });

  it('is not given if the median lies between two groups of values, and the result says why', () => {
    const run = (name: string, seed: number, startsAt: number) =>
      simulatedSample({ name, seed, n: 200, startsAt, ttft: shapes['bimodal, 50 % slow'] });
    const [pair] = compareSamples([run('A', 1, 0), run('B', 2, 900)]) as [PairComparison];
    assert.equal(pair.metrics[0]?.statistics[0]?.difference?.detectable, null);
    assert.ok(
      methodSentences(pair).includes(
        'Which true differences such runs detect cannot be said: their values lie in separate groups, and the compared statistic lies between them.',
      ),
    );
  });
});
