import assert from 'node:assert/strict';
import { claims, covers, type Draw, repeated, share } from './repeated.ts';
import { lognormal, normal } from './simulated.ts';

/** An endpoint's distribution by the scale of its times, with true median and mean. */
interface Shape {
  readonly draw: (scale: number) => Draw;
  readonly median: number;
  readonly mean: number;
  /** Lowest and highest share of intervals that may hold the true difference of medians. */
  readonly covered: readonly [number, number];
}

const rounded = (step: number) => (scale: number) => (random: () => number) =>
  Math.round((scale * Math.exp(0.3 * normal(random))) / step) * step;

const shapes: Record<string, Shape> = {
  'lognormal times': {
    draw: scale => lognormal(scale, 0.3),
    median: 1,
    mean: Math.exp(0.045),
    covered: [0.92, 0.98],
  },
  // 70 % around 1 and 30 % around 4: 5/7 of the first group lie below the median.
  'bimodal times': {
    draw: scale => random => scale * (random() < 0.7 ? 1 : 4) * Math.exp(0.15 * normal(random)),
    median: Math.exp(0.15 * 0.565949),
    mean: 1.9 * Math.exp(0.01125),
    covered: [0.92, 0.98],
  },
  'times with many ties, from a clock of 2 ms': {
    draw: rounded(0.002),
    median: 1,
    mean: Math.exp(0.045),
    covered: [0.92, 0.98],
  },
  // If one step is wider than the interval would be, no interval of the median is exact: it is conservative.
  'times with only some twenty distinct values, from a clock of 20 ms': {
    draw: rounded(0.02),
    median: 1,
    mean: Math.exp(0.045),
    covered: [0.92, 1],
  },
};

describe('95 % intervals over 200 seeded experiments, n = 500', () => {
  for (const [name, { draw, median, mean, covered }] of Object.entries(shapes)) {
    it(`hold the true difference of ${name}`, () => {
      const runs = repeated(draw(0.2), draw(0.18));
      const ofMedian = share(runs.median, covers(-0.02 * median));
      const ofMean = share(runs.mean, covers(-0.02 * mean));
      assert.ok(ofMedian >= covered[0] && ofMedian <= covered[1], `median ${ofMedian}`);
      assert.ok(ofMean >= 0.92 && ofMean <= 0.98, `mean ${ofMean}`);
    });

    it(`show a difference of equal ${name} in at most 7 % of cases`, () => {
      const runs = repeated(draw(0.2), draw(0.2));
      assert.ok(share(runs.median, claims) <= 0.07, `median ${share(runs.median, claims)}`);
      assert.ok(share(runs.mean, claims) <= 0.07, `mean ${share(runs.mean, claims)}`);
    });
  }

  it('detect a difference of the detectable size in about 80 % of cases', () => {
    const equal = repeated(lognormal(0.2, 0.3), lognormal(0.2, 0.3), 50);
    const sizes = equal.median.flatMap(run => run.difference?.detectable?.lower?.relative ?? []);
    const typical = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    const runs = repeated(lognormal(0.2, 0.3), lognormal(0.2 * (1 - typical), 0.3));
    const detected = share(runs.median, run => run.verdict === 'better');
    assert.equal(sizes.length, 50);
    assert.ok(detected > 0.72 && detected < 0.88, `${detected} at ${typical}`);
  });

  it('give the same detectable size however far apart two endpoints are', () => {
    const sizes = [1, 0.2, 5, 40].map(factor => {
      const { median } = repeated(lognormal(0.2, 0.3), lognormal(0.2 * factor, 0.3), 20, 60);
      const found = median.flatMap(run => run.difference?.detectable?.higher?.relative ?? []);
      return found.reduce((sum, size) => sum + size, 0) / found.length;
    });
    const [equal = 0] = sizes;
    assert.ok(
      sizes.every(size => Math.abs(size / equal - 1) < 0.01),
      `${sizes}`,
    );
  });
});
