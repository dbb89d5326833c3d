import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/base/random.ts';
import { quantileInterval } from '../../../src/core/stats/quantileInterval.ts';

/** The values are their own ranks. */
const ranks = (n: number) => Float64Array.from({ length: n }, (_, i) => i + 1);

describe('the confidence interval of a percentile', () => {
  it('lies between the values whose ranks textbooks give', () => {
    // qbinom(0.025, n, q) and qbinom(0.975, n, q) + 1, computed with exact fractions.
    assert.deepEqual(quantileInterval(ranks(100), 0.9), [84, 96]);
    assert.deepEqual(quantileInterval(ranks(100), 0.5), [40, 61]);
    assert.deepEqual(quantileInterval(ranks(1000), 0.99), [983, 997]);
    assert.deepEqual(quantileInterval(ranks(1000), 0.95), [936, 964]);
  });

  it('is withheld where too few values lie beyond the percentile', () => {
    const fewest = (q: number) => {
      let n = 1;
      while (quantileInterval(ranks(n), q) === null) n += 1;
      return n;
    };
    assert.deepEqual([fewest(0.9), fewest(0.95), fewest(0.99)], [36, 72, 368]);
    assert.equal(quantileInterval(new Float64Array(), 0.9), null);
  });

  it('contains the true percentile in at least 95 of 100 samples', () => {
    const random = seededRandom(3);
    const samples = 2000;
    for (const [q, n] of [
      [0.9, 50],
      [0.95, 200],
      [0.99, 500],
    ] as const) {
      let covered = 0;
      for (let i = 0; i < samples; i += 1) {
        const interval = quantileInterval(Float64Array.from({ length: n }, random).sort(), q);
        if (interval && interval[0] <= q && q <= interval[1]) covered += 1;
      }
      assert.ok(covered / samples >= 0.945, `p${q * 100} of ${n}: ${covered / samples}`);
    }
  });
});
