import assert from 'node:assert/strict';
import fc from 'fast-check';
import { UserError } from '../../../src/core/base/errors.ts';
import { ExactSum } from '../../../src/core/stats/exactSum.ts';
import { llmeterPercentile, quantile } from '../../../src/core/stats/percentiles.ts';
import { RunningStats } from '../../../src/core/stats/runningStats.ts';
import { SortedColumn } from '../../../src/core/stats/sortedColumn.ts';
import { contributeStats, mergeSavedStats } from '../../../src/core/stats/stats.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

/** The mean as a fraction of whole numbers, compared without any rounding: |mean - true| is minimal. */
function isNearestMean(mean: number, values: readonly number[]): boolean {
  const scale = 1074n;
  const whole = (x: number): bigint => {
    const bits = new BigUint64Array(new Float64Array([x]).buffer)[0] ?? 0n;
    const e = (bits >> 52n) & 0x7ffn;
    const m = (bits & ((1n << 52n) - 1n)) | (e === 0n ? 0n : 1n << 52n);
    const u = m << (e === 0n ? scale - 1074n : e - 1n + scale - 1074n);
    return x < 0 ? -u : u;
  };
  const n = BigInt(values.length);
  const sum = values.reduce((total, x) => total + whole(x), 0n);
  const distance = (x: number) => {
    const d = whole(x) * n - sum;
    return d < 0n ? -d : d;
  };
  const ulp = Math.max(Math.abs(mean) * 2 ** -52, Number.MIN_VALUE);
  return [mean - ulp, mean + ulp, mean - ulp / 2, mean + ulp / 2].every(
    other => !Number.isFinite(other) || distance(mean) <= distance(other),
  );
}

describe('exact mean', () => {
  it('is the nearest double to the true mean, for any finite values', () => {
    const values = fc.oneof(
      fc.array(finite, { minLength: 1 }),
      fc.array(fc.double({ noNaN: true, min: 0, max: 3 }), { minLength: 1 }),
      fc.array(fc.double({ noNaN: true, min: -1e-310, max: 1e-310 }), { minLength: 1 }),
    );
    fc.assert(
      fc.property(values, items => {
        const sum = new ExactSum();
        for (const item of items) sum.add(item);
        assert.ok(isNearestMean(sum.mean(items.length), items));
      }),
    );
  });

  it('is exact even if the sum exceeds the largest double', () => {
    const sum = new ExactSum();
    for (let i = 0; i < 4; i++) sum.add(Number.MAX_VALUE);
    assert.equal(sum.mean(4), Number.MAX_VALUE);
    sum.add(-Number.MAX_VALUE);
    sum.add(1);
    assert.equal(sum.mean(6), Number.MAX_VALUE / 2);
  });

  it('of an infinite value is infinite', () => {
    const sum = new ExactSum();
    sum.add(1);
    sum.add(Number.POSITIVE_INFINITY);
    assert.equal(sum.mean(2), Number.POSITIVE_INFINITY);
  });
});

describe('sorted column', () => {
  it('returns all values in order, however appends and reads alternate', () => {
    fc.assert(
      fc.property(fc.array(fc.array(finite)), batches => {
        const column = new SortedColumn();
        const all: number[] = [];
        for (const batch of batches) {
          for (const value of batch) column.append(value);
          all.push(...batch);
          assert.deepEqual([...column.sorted()], [...Float64Array.from(all).sort()]);
        }
        assert.equal(column.length, all.length);
      }),
    );
  });

  it('finds the value of every rank between appends, without sorting all values again', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 60 })), batches => {
        const column = new SortedColumn();
        const all: number[] = [];
        for (const batch of batches) {
          for (const value of batch) column.append(value);
          all.push(...batch);
          const ascending = [...all].sort((a, b) => a - b);
          const ranks = ascending.map((_, rank) => column.at(rank));
          assert.deepEqual(ranks, ascending);
          assert.deepEqual([column.at(-1), column.at(all.length)], [undefined, undefined]);
        }
        assert.deepEqual([...column.sorted()], [...Float64Array.from(all).sort()]);
      }),
    );
  });
});

describe('percentiles', () => {
  const sorted = fc.array(finite, { minLength: 1 }).map(items => Float64Array.from(items).sort());

  it('p50 is the median for every sample size; p75 of 0.4, 0.3, 0.2, 0.1 is 0.37500000000000006', () => {
    fc.assert(
      fc.property(sorted, values => {
        const n = values.length;
        const [a = 0, b = 0] = [values[(n - 1) >> 1], values[n >> 1]];
        assert.equal(llmeterPercentile(values, 50), n % 2 === 1 ? a : (a + b) / 2);
      }),
    );
    assert.equal(llmeterPercentile(Float64Array.of(0.1, 0.2, 0.3, 0.4), 75), 0.37500000000000006);
  });

  it('one value is every percentile', () => {
    for (let p = 1; p < 100; p++) assert.equal(llmeterPercentile(Float64Array.of(0.3), p), 0.3);
  });

  it('p99 of (0, 1) is 1.97, because LLMeter extrapolates', () => {
    assert.equal(llmeterPercentile(Float64Array.of(0, 1), 99), 1.97);
  });

  it('rejects percentiles that Python does not define', () => {
    for (const p of [0, 100, 99.9, -1, Number.NaN]) {
      assert.throws(() => llmeterPercentile(Float64Array.of(1, 2), p), UserError);
    }
  });

  it('by our definition never leave the observed range and never fall as q rises', () => {
    const q = fc.double({ min: 0, max: 1, noNaN: true });
    const moderate = fc
      .array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 })
      .map(items => Float64Array.from(items).sort());
    fc.assert(
      fc.property(moderate, q, q, (values, q1, q2) => {
        const [low, high] = [quantile(values, Math.min(q1, q2)), quantile(values, Math.max(q1, q2))];
        assert.ok(low <= high);
        assert.ok(low >= (values[0] ?? 0) && high <= (values.at(-1) ?? 0));
      }),
    );
  });

  it('by our definition interpolate linearly between order statistics', () => {
    const row8 = Float64Array.of(0.31, 0.12, 0.44, 0.27, 0.98, 0.35, 0.29, 0.51, 0.33, 0.4).sort();
    for (const [q, expected] of [
      [0, 0.12],
      [0.5, 0.34],
      [0.9, 0.557],
      [0.95, 0.7685],
      [1, 0.98],
    ] as const) {
      assert.ok(Math.abs(quantile(row8, q) - expected) < 1e-12, `${q}`);
    }
    assert.ok(Number.isNaN(quantile(new Float64Array(0), 0.5)));
  });
});

describe('contributed statistics', () => {
  it('appear immediately, after the others, and replace earlier ones with the same name', () => {
    const running = new RunningStats();
    running.contribute({ cost_total: 1, failed_requests: 9 });
    running.contribute({ cost_total: 2.5 });
    assert.deepEqual(Object.entries(running.stats(0)), [
      ['failed_requests', 9],
      ['failed_requests_rate', 0],
      ['total_input_tokens', 0],
      ['total_output_tokens', 0],
      ['cost_total', 2.5],
    ]);
  });

  it('are all rejected if one is not a number', () => {
    for (const value of ['1', null, true, Number.NaN, {}]) {
      const contributed = {};
      assert.throws(() => contributeStats(contributed, { good: 1, bad: value }), UserError);
      assert.deepEqual(contributed, {});
    }
  });

  it('recomputed keys override saved ones, even if null; other saved keys follow', () => {
    assert.deepEqual(
      Object.entries(mergeSavedStats({ rpm: null, failed: 1 }, { failed: 7, rpm: 30, extra: 'x' })),
      [
        ['rpm', null],
        ['failed', 1],
        ['extra', 'x'],
      ],
    );
  });
});
