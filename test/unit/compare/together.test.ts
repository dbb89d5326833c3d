import assert from 'node:assert/strict';
import { gate } from '../../../src/cli/options/comparisonOptions.ts';
import { exitCodes } from '../../../src/cli/process/exitCodes.ts';
import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import type { PairComparison } from '../../../src/core/compare/result.ts';
import { shareDifference } from '../../../src/core/compare/shareDifference.ts';
import { holdTogether } from '../../../src/core/compare/together.ts';
import { normalTail } from '../../../src/core/stats/normalTail.ts';
import { lognormal, simulatedSample } from './simulated.ts';

const run = (name: string, seed: number, median: number) =>
  simulatedSample({ name, seed, n: 60, startsAt: seed * 1000, ttft: lognormal(median, 0.3) });

/** Compares equal runs, three with one, up to 40 times: until a difference is claimed and doubted. */
function doubtedDifference(): PairComparison[] {
  for (let i = 0; i < 40; i += 1) {
    const pairs = compareSamples(['A', 'B', 'C', 'D'].map((name, k) => run(name, 4 * i + k + 1, 0.2)));
    if (pairs.some(({ together, metrics }) => together === false && metrics[0]?.verdict === 'worse')) {
      return pairs;
    }
  }
  throw new Error('No difference was doubted.');
}

const chanceOf = (baseline: [number, number], candidate: [number, number]) => {
  const [a, b] = [baseline, candidate].map(([count, of]) => ({ count, of }));
  return a && b ? shareDifference(a, b).chance : Number.NaN;
};

describe('several candidates judged together', () => {
  it("by Holm's procedure, in whatever order they come", () => {
    assert.deepEqual(holdTogether([0.02, 0.01, 0.04, 0.03]), [false, true, false, false]);
    assert.deepEqual(holdTogether([0.005, 0.04, 0.011]), [true, true, true]);
    assert.deepEqual(holdTogether([0.04, 0.026, 0.9]), [false, false, false]);
    assert.deepEqual(holdTogether([]), []);
  });

  it('have chances that say what their intervals say', () => {
    const tails = [0, 1, 1.959964, 3].map(z => normalTail(z).toFixed(5));
    assert.deepEqual(tails, ['0.50000', '0.15866', '0.02500', '0.00135']);
    const equal = chanceOf([3, 60], [3, 60]);
    assert.ok(equal > 0.99, `${equal}`);
    // Five failures of twenty are told from none, four are not.
    assert.ok(chanceOf([0, 20], [5, 20]) < 0.05 && chanceOf([0, 20], [4, 20]) > 0.05);
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

  it('fail a gate by chance at most 5 times of 100, however many', () => {
    const failed = Array.from({ length: 150 }, (_, i) => {
      const samples = ['A', 'B', 'C', 'D'].map((name, k) => run(name, 4 * i + k + 1, 0.2));
      return gate(compareSamples(samples, { resamples: 300 })) === exitCodes.failed;
    });
    const share = failed.filter(Boolean).length / failed.length;
    assert.ok(share <= 0.05, `${share}`);
  });

  it('hold by the dozen where all are really different, however few draws there were', () => {
    const draws = { resamples: 200 };
    const samples = [run('A', 1, 0.2), ...Array.from({ length: 12 }, (_, i) => run(`B${i}`, i + 2, 0.4))];
    const pairs = compareSamples(samples, draws);
    assert.deepEqual(new Set(pairs.map(({ together }) => together)), new Set([true]));
  });

  it('say so of a difference that may be one of chance, and pass; a real one still fails', () => {
    const samples = [run('A', 1, 0.2), run('B', 2, 0.2), run('C', 3, 0.21), run('D', 4, 0.3)];
    const pairs = compareSamples(samples);
    assert.deepEqual(
      pairs.map(({ together }) => together),
      [false, false, true],
    );
    assert.equal(gate(pairs), exitCodes.failed);
    assert.match(
      pairs[0]?.family ?? '',
      / whether the difference holds among all 3 candidates is judged by Holm's procedure, also at 95 %\.$/,
    );
    const [alone] = compareSamples(samples.slice(0, 2));
    assert.deepEqual([alone?.together, /Holm/.test(alone?.family ?? '')], [null, false]);
  });

  it('keep the verdict of each, and doubt it in words', () => {
    const doubtful = doubtedDifference();
    const pair = doubtful.find(({ metrics }) => metrics[0]?.verdict === 'worse');
    assert.equal(
      pair?.conclusion,
      `${pair?.metrics[0]?.sentence} Among 3 candidates, one may seem so by chance.`,
    );
    assert.equal(gate(doubtful), exitCodes.ok);
  });
});
