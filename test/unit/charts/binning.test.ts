import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ecdf } from '../../../src/charts/ecdf.ts';
import { histogram } from '../../../src/charts/histogram.ts';
import { thin } from '../../../src/charts/thin.ts';
import { logTicks, niceStep, niceTimeStep } from '../../../src/charts/ticks.ts';
import { sumPerBucket, timeBuckets } from '../../../src/charts/timeBuckets.ts';

const latencies = fc.array(fc.double({ min: 1e-4, max: 100, noNaN: true }), { minLength: 1, maxLength: 300 });
const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);

describe('histogram', () => {
  it('puts evenly spread values into round bins of the Freedman-Diaconis width', () => {
    // IQR 0.5, n 1000: width 2 x 0.5 / 10 = 0.1.
    const values = Array.from({ length: 1000 }, (_, i) => (i + 0.5) / 1000);
    const bins = histogram(values, 'linear');
    assert.deepEqual(bins.edges, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    assert.deepEqual(bins.counts, Array(10).fill(100));
  });

  it('counts every value once, in the bin that holds it', () => {
    fc.assert(
      fc.property(latencies, fc.constantFrom('linear' as const, 'log' as const), (values, axis) => {
        const { edges, counts, n } = histogram(values, axis);
        assert.equal(sum(counts), values.length);
        assert.equal(n, values.length);
        assert.equal(edges.length, counts.length + 1);
        for (let bin = 0; bin < counts.length; bin++) {
          const [low, high] = [edges[bin] ?? Number.NaN, edges[bin + 1] ?? Number.NaN];
          const last = bin === counts.length - 1;
          const inside = values.filter(v => v >= low && (v < high || (last && v <= high)));
          assert.equal(inside.length, counts[bin]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('treats values that differ only by rounding as equal', () => {
    assert.deepEqual(histogram([1e-4, 1.0000000000000002e-4], 'linear').counts, [2]);
  });

  it('keeps the number of bins within bounds for any tail', () => {
    const outlier = [...Array.from({ length: 500 }, (_, i) => 0.2 + i / 1e5), 60];
    assert.ok(histogram(outlier, 'linear').counts.length <= 61);
    assert.ok(histogram([1, 2], 'linear').counts.length >= 2);
  });

  it('handles no values and equal values, and leaves missing ones out', () => {
    assert.deepEqual(histogram([Number.NaN], 'linear'), { edges: [], counts: [], n: 0 });
    assert.deepEqual(histogram([0, -1], 'log'), { edges: [], counts: [], n: 0 });
    assert.deepEqual(histogram([2, Number.NaN, 2], 'linear'), { edges: [1.9, 2.1], counts: [2], n: 2 });
  });
});

describe('ecdf', () => {
  it('is exact without thinning', () => {
    assert.deepEqual(ecdf([3, 1, 2, 2], 10), { value: [1, 2, 3], share: [0.25, 0.75, 1], n: 4 });
  });

  it('lies on the exact function when thinned, including its ends', () => {
    fc.assert(
      fc.property(latencies, fc.integer({ min: 2, max: 40 }), (values, limit) => {
        const { value, share } = ecdf(values, limit);
        value.forEach((v, i) => {
          assert.equal(share[i], values.filter(x => x <= v).length / values.length);
        });
        assert.equal(value.at(-1), Math.max(...values));
        assert.ok(value.length <= limit);
      }),
    );
  });
});

describe('thinning', () => {
  it('keeps all of a few points, and leaves missing ones out', () => {
    assert.deepEqual(thin([0, 1, 2, Number.NaN], [5, Number.NaN, 7, 8], 10), [0, 2]);
  });

  it('stays within the limit and keeps the highest point', () => {
    const x = Float64Array.from({ length: 5000 }, (_, i) => i);
    const y = Float64Array.from(x, i => (i === 3217 ? 99 : Math.sin(i)));
    const kept = thin(x, y, 400);
    assert.ok(kept.length <= 400 && kept.length > 250);
    assert.ok(kept.includes(3217));
    assert.deepEqual(
      [...kept].sort((a, b) => a - b),
      kept,
    );
  });
});

describe('time ranges of the run', () => {
  it('have quantiles, a round length, and are skipped where empty', () => {
    const buckets = timeBuckets([0, 1, 2, 31], [1, 3, Number.NaN, 5], 3);
    assert.deepEqual(buckets, [
      { from: 0, to: 15, n: 2, median: 2, p90: 2.8, max: 3 },
      { from: 30, to: 45, n: 1, median: 5, p90: 5, max: 5 },
    ]);
  });

  it('sum amounts by when items ended, and count items without amounts', () => {
    const ends = [0.1, 0.9, 1, 2.5, Number.NaN];
    assert.deepEqual([...sumPerBucket(ends, null, 1)], [2, 1, 1]);
    assert.deepEqual([...sumPerBucket(ends, [10, Number.NaN, 5, 7, 9], 1)], [10, 5, 7]);
    assert.deepEqual([...sumPerBucket([], null, 1)], []);
  });
});

describe('ticks', () => {
  it('are round', () => {
    assert.deepEqual([0.03, 0.1, 0.11, 7, 0].map(niceStep), [0.05, 0.1, 0.2, 10, 1]);
    assert.deepEqual(
      [1, 60, 100, 7200, 1e7].map(span => niceTimeStep(span, 6)),
      [0.2, 10, 30, 1800, 1728000],
    );
  });

  it('are denser on a short logarithmic axis', () => {
    assert.deepEqual(logTicks(0.09, 0.35), [0.1, 0.15, 0.2, 0.3]);
    assert.deepEqual(logTicks(1, 50), [1, 2, 5, 10, 20, 50]);
    assert.deepEqual(logTicks(0.01, 1000), [0.01, 0.1, 1, 10, 100, 1000]);
  });
});
