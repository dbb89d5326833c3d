import assert from 'node:assert/strict';
import { intervalShares, runScenarios } from '../../audit/runIntervals.ts';

/** Few repetitions of what `npm run audit` repeats often; the seeds are fixed. */
describe('intervals of one run', () => {
  for (const scenario of runScenarios) {
    for (const key of ['p50', 'p90'] as const) {
      it(`hold the truth, or are withheld: ${key}, ${scenario.name}`, () => {
        const { wrong } = intervalShares(scenario, key, 60);
        assert.ok(wrong <= 0.1, `${wrong}`);
      });
    }
  }

  it('are given for most runs of independent requests', () => {
    const independent = runScenarios.filter(({ name }) => name.startsWith('lognormal'));
    for (const scenario of independent) {
      const { known } = intervalShares(scenario, 'p50', 60);
      assert.ok(known >= 0.9, `${scenario.name}: ${known}`);
    }
  });
});
