import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { medianInterval } from '../../../src/core/stats/confidence.ts';
import { llmeterPercentile, quantile } from '../../../src/core/stats/percentiles.ts';
import { boundsOfInterval } from '../../../src/verify/medianInterval.ts';
import { meanOf, percentileAcross, percentileWithin } from '../../../src/verify/numbers.ts';

const close = (a: number, b: number) =>
  assert.ok(Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(a)), `${a} ${b}`);
const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });

describe('the second path to the statistics', () => {
  it('has the percentiles of numpy and of Python', () => {
    close(percentileWithin([1, 2, 4], 0.75), 3);
    // statistics.quantiles([0, 1], n=100)[98] and statistics.quantiles([0.1, 0.2, 0.3, 0.4], n=10)[8]
    close(percentileAcross([0, 1], 99), 1.97);
    close(percentileAcross([0.1, 0.2, 0.3, 0.4], 90), 0.45);
    close(percentileAcross([0.1, 0.2, 0.3, 0.4], 50), 0.25);
    close(meanOf([0.1, 0.2, 0.3]), 0.2);
  });

  it('agrees with the first path for any values', () =>
    fc.assert(
      fc.property(values, fc.constantFrom(50, 90, 95, 99), (some, percent) => {
        const ascending = [...some].sort((a, b) => a - b);
        const typed = Float64Array.from(ascending);
        const scale = Math.max(1, ascending.at(-1) ?? 1);
        const near = (a: number, b: number) => assert.ok(Math.abs(a - b) <= 1e-12 * scale, `${a} ${b}`);
        near(percentileWithin(ascending, percent / 100), quantile(typed, percent / 100));
        near(percentileAcross(ascending, percent), llmeterPercentile(typed, percent));
      }),
    ));

  it('encloses resampled intervals of the median, whatever the seed', () => {
    for (const n of [6, 7, 20, 51, 400, 5000]) {
      const ascending = Float64Array.from({ length: n }, (_, i) => Math.exp(i / n)).sort();
      const { low, high } = boundsOfInterval([...ascending]);
      for (let seed = 0; seed < 40; seed++) {
        const [a, b] = medianInterval(ascending, { seed }) ?? [0, 0];
        assert.ok(a >= low[0] && a <= low[1] && b >= high[0] && b <= high[1], `${n} values, seed ${seed}`);
      }
      const median = quantile(ascending, 0.5);
      assert.ok(low[1] <= median && high[0] >= median);
    }
  });
});
