import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/base/random.ts';
import { medianInterval } from '../../../src/core/stats/confidence.ts';
import { quantile } from '../../../src/core/stats/percentiles.ts';

/** The bootstrap as the textbook has it: draw, sort, take the middle. */
function plainBootstrap(values: Float64Array, resamples: number): [number, number] {
  const random = seededRandom(99);
  const medians = Float64Array.from({ length: resamples }, () => {
    const drawn = values.map(() => values[Math.floor(random() * values.length)] ?? Number.NaN).sort();
    return quantile(drawn, 0.5);
  }).sort();
  return [quantile(medians, 0.025), quantile(medians, 0.975)];
}

function sample(n: number): Float64Array {
  const random = seededRandom(n);
  return Float64Array.from({ length: n }, () => Math.exp(random() * 2)).sort();
}

describe('confidence interval of the median', () => {
  for (const n of [7, 20, 101]) {
    it(`agrees with the plain bootstrap for ${n} values`, () => {
      const values = sample(n);
      const [low, high] = medianInterval(values, { resamples: 20_000 }) ?? [0, 0];
      const [plainLow, plainHigh] = plainBootstrap(values, 20_000);
      // Both are estimates: they may fall one rank apart.
      const rank = (x: number) => values.filter(v => v <= x).length;
      assert.ok(Math.abs(rank(low) - rank(plainLow)) <= 1, `${low} and ${plainLow}`);
      assert.ok(Math.abs(rank(high) - rank(plainHigh)) <= 1, `${high} and ${plainHigh}`);
    });
  }

  it('covers the true median in about 95 of 100 samples', () => {
    const random = seededRandom(5);
    let covered = 0;
    for (let i = 0; i < 400; i++) {
      const values = Float64Array.from({ length: 60 }, random).sort();
      const [low, high] = medianInterval(values, { seed: i, resamples: 500 }) ?? [1, 0];
      if (low <= 0.5 && 0.5 <= high) covered++;
    }
    assert.ok(covered > 365 && covered < 396, `${covered} of 400`);
  });

  it('repeats for a seed, differs for another, contains the median, narrows with more values', () => {
    const few = sample(50);
    const many = sample(200_000);
    assert.deepEqual(medianInterval(few), medianInterval(few));
    assert.notDeepEqual(medianInterval(many), medianInterval(many, { seed: 1 }));
    for (const values of [few, many]) {
      const [low, high] = medianInterval(values) ?? [1, 0];
      const median = quantile(values, 0.5);
      assert.ok(low <= median && median <= high);
    }
    const width = ([low, high]: [number, number]) => high - low;
    assert.ok(width(medianInterval(many) ?? [0, 1]) < width(medianInterval(few) ?? [0, 0]) / 10);
  });

  it('is not given for fewer than six values', () => {
    assert.equal(medianInterval(sample(5)), null);
    assert.deepEqual(medianInterval(Float64Array.of(2, 2, 2, 2, 2, 2)), [2, 2]);
  });
});
