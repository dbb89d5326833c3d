import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { binOf, linearBins, logBins } from '../../../src/core/heatmap/lengthBins.ts';

const lengths = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 60 });
const count = fc.integer({ min: 1, max: 12 });
const pairs = (bins: readonly { from: number; to: number }[]) => bins.map(({ from, to }) => [from, to]);

describe('linear bins', () => {
  it('reproduce LLMeter’s measured examples', () => {
    const tenTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
    assert.deepEqual(pairs(linearBins([10, 20, 30, 40], 2)), [
      [10, 25],
      [25, 41],
    ]);
    assert.deepEqual(pairs(linearBins(tenTo(10), 3)), [
      [1, 4],
      [4, 7],
      [7, 11],
    ]);
    assert.deepEqual(pairs(linearBins([0, 100], 3)), [
      [0, 34],
      [34, 68],
      [68, 102],
    ]);
    assert.deepEqual(pairs(linearBins([7, 7], 4)), [[7, 8]]);
    assert.deepEqual(linearBins([], 4), []);
  });

  it('put each value into bin floor((v - min) / width), clamped', () =>
    fc.assert(
      fc.property(lengths, count, (values, bins) => {
        const [min, max] = [Math.min(...values), Math.max(...values)];
        const width = Math.max(1, Math.ceil((max - min) / bins));
        const made = linearBins(values, bins);
        for (const value of values) {
          const index = min === max ? 0 : Math.min(bins - 1, Math.floor((value - min) / width));
          assert.equal(binOf(made, value), index);
        }
      }),
    ));
});

describe('log bins', () => {
  it('separate lengths spaced by factors, which linear bins merge', () => {
    const asked = [10, 50, 200, 500];
    assert.deepEqual(
      pairs(logBins(asked, 4)),
      asked.map(length => [length, length + 1]),
    );
    assert.equal(new Set(asked.map(length => binOf(linearBins(asked, 4), length))).size, 3);
  });

  it('group lengths that are close to each other', () => {
    const values = [9, 10, 12, 95, 101, 110, 900, 1000, 1100];
    assert.deepEqual(pairs(logBins(values, 3)), [
      [9, 13],
      [95, 111],
      [900, 1101],
    ]);
  });

  it('are ascending, disjoint, not empty, at most as many as requested, and hold every value', () =>
    fc.assert(
      fc.property(lengths, count, (values, wanted) => {
        const bins = logBins(values, wanted);
        assert.equal(bins.length, Math.min(wanted, new Set(values).size));
        const inside = values.map(value => bins.findIndex(({ from, to }) => value >= from && value < to));
        assert.deepEqual(
          [...new Set(inside)].sort((a, b) => a - b),
          bins.map((_, i) => i),
        );
        assert.deepEqual(
          values.map(value => binOf(bins, value)),
          inside,
        );
        for (const [i, { from }] of bins.entries()) assert.ok(i === 0 || from >= (bins[i - 1]?.to ?? 0));
      }),
    ));

  it('have the least spread of all groupings of a few lengths', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 3, maxLength: 8 }),
        values => {
          const sorted = [...values].sort((a, b) => a - b);
          const spread = (group: readonly number[]) => {
            const logs = group.map(Math.log1p);
            const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
            return logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
          };
          const total = (...cuts: number[]) =>
            [...cuts, sorted.length].reduce(
              ({ sum, from }, to) => ({ sum: sum + spread(sorted.slice(from, to)), from: to }),
              { sum: 0, from: 0 },
            ).sum;
          const found = logBins(values, 3).map(({ from }) => sorted.indexOf(from));
          const best = total(...found.slice(1));
          for (let a = 1; a < sorted.length; a++) {
            for (let b = a + 1; b < sorted.length; b++) assert.ok(best <= total(a, b) + 1e-9);
          }
        },
      ),
    ));

  it('put a length between two bins into the nearer one', () => {
    const bins = logBins([10, 100], 2);
    assert.deepEqual(
      [3, 40, 70, 1000].map(length => binOf(bins, length)),
      [0, 0, 1, 1],
    );
    assert.equal(binOf([], 5), -1);
  });
});
