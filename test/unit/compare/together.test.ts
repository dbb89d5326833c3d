import assert from 'node:assert/strict';
import { gate } from '../../../src/cli/options/comparisonOptions.ts';
import { exitCodes } from '../../../src/cli/process/exitCodes.ts';
import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import type { PairComparison } from '../../../src/core/compare/result.ts';
import { shareDifference } from '../../../src/core/compare/shareDifference.ts';
import { significantTogether } from '../../../src/core/compare/together.ts';
import { normalTail } from '../../../src/core/stats/normalTail.ts';
import { lognormal, simulatedSample } from './simulated.ts';

const run = (name: string, seed: number, median: number) =>
  simulatedSample({ name, seed, n: 60, startsAt: seed * 1000, ttft: lognormal(median, 0.3) });

/**
 * Compares three equal runs with a baseline, up to 40 times, until one is called worse but not significant.
 */
function insignificantDifference(): PairComparison[] {
  for (let i = 0; i < 40; i += 1) {
    const pairs = compareSamples(['A', 'B', 'C', 'D'].map((name, k) => run(name, 4 * i + k + 1, 0.2)));
    if (pairs.some(({ together, metrics }) => together === false && metrics[0]?.verdict === 'worse')) {
      return pairs;
    }
  }
  throw new Error('Every difference was significant.');
}

const pValueOf = (baseline: [number, number], candidate: [number, number]) => {
  const [a, b] = [baseline, candidate].map(([count, of]) => ({ count, of }));
  return a && b ? shareDifference(a, b).chance : Number.NaN;
};

describe('several candidates judged together', () => {
  it("are judged by Holm's procedure, in any order", () => {
    assert.deepEqual(significantTogether([0.02, 0.01, 0.04, 0.03]), [false, true, false, false]);
    assert.deepEqual(significantTogether([0.005, 0.04, 0.011]), [true, true, true]);
    assert.deepEqual(significantTogether([0.04, 0.026, 0.9]), [false, false, false]);
    assert.deepEqual(significantTogether([]), []);
  });

  it('have p-values that agree with their intervals', () => {
    const tails = [0, 1, 1.959964, 3].map(z => normalTail(z).toFixed(5));
    assert.deepEqual(tails, ['0.50000', '0.15866', '0.02500', '0.00135']);
    const equal = pValueOf([3, 60], [3, 60]);
    assert.ok(equal > 0.99, `${equal}`);
    // Five failures of twenty differ detectably from none, four do not.
    assert.ok(pValueOf([0, 20], [5, 20]) < 0.05 && pValueOf([0, 20], [4, 20]) > 0.05);
    const pairs = Array.from({ length: 20 }, (_, i) =>
      compareSamples([run('A', 1, 0.2), run('B', i + 2, 0.22)]),
    );
    for (const found of pairs
      .flat()
      .flatMap(({ metrics }) => metrics.flatMap(({ statistics }) => statistics))) {
      if (found.difference === null) continue;
      const { low, high } = found.difference.absolute;
      assert.equal(found.difference.chance <= 0.05, low > 0 || high < 0, JSON.stringify(found));
    }
  });

  it('fail a gate by chance in at most 5 % of cases, however many there are', () => {
    const failed = Array.from({ length: 150 }, (_, i) => {
      const samples = ['A', 'B', 'C', 'D'].map((name, k) => run(name, 4 * i + k + 1, 0.2));
      return gate(compareSamples(samples, { resamples: 300 })) === exitCodes.failed;
    });
    const share = failed.filter(Boolean).length / failed.length;
    assert.ok(share <= 0.05, `${share}`);
  });

  it('are all significant if a dozen of them really differ, however few draws there are', () => {
    const draws = { resamples: 200 };
    const samples = [run('A', 1, 0.2), ...Array.from({ length: 12 }, (_, i) => run(`B${i}`, i + 2, 0.4))];
    const pairs = compareSamples(samples, draws);
    assert.deepEqual(new Set(pairs.map(({ together }) => together)), new Set([true]));
  });

  it('pass a gate if a difference may be due to chance, and fail it for a real one', () => {
    const samples = [run('A', 1, 0.2), run('B', 2, 0.2), run('C', 3, 0.21), run('D', 4, 0.3)];
    const pairs = compareSamples(samples);
    assert.deepEqual(
      pairs.map(({ together }) => together),
      [false, false, true],
    );
    assert.equal(gate(pairs), exitCodes.failed);
    assert.match(
      pairs[0]?.family ?? '',
      / Whether its difference, or a higher error rate, holds across all 3 candidates is judged by Holm's procedure, also at 95 % confidence\.$/,
    );
    const [alone] = compareSamples(samples.slice(0, 2));
    assert.deepEqual([alone?.together, /Holm/.test(alone?.family ?? '')], [null, false]);
  });

  it('each keep their verdict, with a sentence that it may be due to chance', () => {
    const doubtful = insignificantDifference();
    const pair = doubtful.find(({ metrics }) => metrics[0]?.verdict === 'worse');
    assert.equal(
      pair?.conclusion,
      `${pair?.metrics[0]?.sentence} Among 3 candidates, one may appear different by chance.`,
    );
    assert.equal(gate(doubtful), exitCodes.ok);
  });
});
