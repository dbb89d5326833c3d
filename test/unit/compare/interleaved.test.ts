import assert from 'node:assert/strict';
import { seededRandom, seedFor } from '../../../src/core/base/random.ts';
import { compareLatency } from '../../../src/core/compare/compareLatency.ts';
import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import { blocksInTime, pairedDraws } from '../../../src/core/compare/pairedBlocks.ts';
import type { StatisticComparison } from '../../../src/core/compare/result.ts';
import { runTiming } from '../../../src/core/compare/runTiming.ts';
import { quantile } from '../../../src/core/stats/percentiles.ts';
import { claims, covers, share } from './repeated.ts';
import { lognormal, normal, simulatedSample } from './simulated.ts';

/** Network latency that swings by a third each way, too slowly for a run of minutes to average out. */
const drift = (at: number) => 0.3 * Math.exp(0.3 * Math.sin(at / 60));

/** Two interleaved endpoints, `n` requests each; the candidate is `delay` seconds slower. */
function interleavedSides(seed: number, delay: number, n = 300) {
  const random = seededRandom(seed * 7919);
  for (let i = 0; i < 8; i++) random();
  const side = (turn: number) => {
    const sentAt = Float64Array.from({ length: n }, (_, i) => i + turn / 2);
    const noise = () => 0.05 * Math.exp(0.3 * normal(random));
    return { sentAt, values: sentAt.map(at => drift(at) + turn * delay + noise()) };
  };
  return [side(0), side(1)] as const;
}

function experiments(delay: number, timing: 'interleaved' | 'separate') {
  const runs = Array.from({ length: 200 }, (_, i) => {
    const [a, b] = interleavedSides(i + 1, delay);
    return compareLatency(a, b, {
      timing,
      better: 'lower',
      wanted: ['median', 'mean'],
      seed: i,
      resamples: 500,
    });
  });
  return { median: runs.map(run => run[0]), mean: runs.flatMap(run => run[1] ?? []) };
}

describe('interleaved runs', () => {
  it('cancel out drift: intervals hold the truth, while separate runs cannot be judged apart from the moment', () => {
    const paired = experiments(0.01, 'interleaved');
    const separate = experiments(0.01, 'separate');
    assert.ok(share(paired.mean, covers(0.01)) >= 0.92 && share(paired.mean, covers(0.01)) <= 0.98);
    // The interval of the median is conservative, because drift makes its resamples uneven.
    assert.ok(share(paired.median, covers(0.01)) >= 0.92);
    const detected = (runs: readonly StatisticComparison[]) => share(runs, run => run.verdict === 'worse');
    assert.ok(detected(paired.mean) > 0.95, `${detected(paired.mean)}`);
    const withheld = share(
      separate.mean,
      ({ verdict }) => verdict === 'cannot be judged apart from the moment',
    );
    assert.equal(withheld, 1);
  });

  it('show a difference of equal endpoints in at most 7 % of cases', () => {
    const { median, mean } = experiments(0, 'interleaved');
    assert.ok(share(median, claims) <= 0.07, `${share(median, claims)}`);
    assert.ok(share(mean, claims) <= 0.07, `${share(mean, claims)}`);
  });

  for (const [n, each] of [
    [40, 2],
    [1500, 12],
  ] as const) {
    it(`are resampled as if the drawn blocks were written out and sorted: ${n} requests of each side`, () => {
      const [a, b] = interleavedSides(1, 0.02, n);
      const qs = [0, 0.5, 0.9, 0.95, 1];
      const { quantiles, mean, blocks } = pairedDraws(blocksInTime(a, b), qs, 5, 50);
      assert.equal(blocks, n / each);
      const random = seededRandom(seedFor(5, 0));
      for (let r = 0; r < 50; r++) {
        const picked = Array.from({ length: blocks }, () => Math.floor(random() * blocks));
        for (const [values, side] of [[a.values, 'baseline'] as const, [b.values, 'candidate'] as const]) {
          const written = Float64Array.from(
            picked.flatMap(block => [...values.slice(each * block, each * (block + 1))]),
          );
          const sum = written.reduce((total, value) => total + value, 0);
          const expected = [sum / n, ...qs.map(q => quantile(written.sort(), q))];
          [mean, ...quantiles].forEach((draws, i) => {
            assert.ok(Math.abs((draws[side][r] ?? 0) - (expected[i] ?? 0)) < 1e-12);
          });
        }
      }
    });
  }
});

describe('the timing of two runs', () => {
  const run = (startsAt: number, seed = 1, n = 200) =>
    simulatedSample({ name: `${startsAt}`, seed, n, ttft: lognormal(0.2, 0.3), startsAt });

  it('is recognised from the order of their requests', () => {
    const slow = simulatedSample({ seed: 9, n: 20, ttft: () => 0.2, startsAt: 50, decode: 0.1 });
    assert.deepEqual(
      [
        runTiming(run(0), run(0.3, 2)),
        runTiming(run(0.3, 2), run(0)),
        runTiming(run(0), run(60)),
        runTiming(run(0), slow),
        runTiming(run(0), run(1000)),
        runTiming(run(0), run(0, 1, 0)),
      ],
      ['interleaved', 'interleaved', 'overlapping', 'overlapping', 'separate', 'separate'],
    );
  });

  it('is recognised if many clients send few requests each, although each may start and end alone', () => {
    const few = (startsAt: number, seed: number) => {
      const ttft = lognormal(1, 0.8);
      return simulatedSample({ name: `${startsAt}`, seed, n: 24, clients: 6, ttft, startsAt });
    };
    assert.equal(runTiming(few(0, 1), few(2, 2)), 'interleaved');
    assert.equal(runTiming(few(0, 1), few(5, 2)), 'overlapping');
  });

  it('is interleaved if both recorded that, however their requests happen to be sent', () => {
    const side = (startsAt: number, turns: string) =>
      simulatedSample({ n: 12, clients: 12, ttft: () => 0.1, startsAt, facts: { turns } });
    assert.deepEqual(
      [runTiming(side(0, 'x'), side(0.3, 'x')), runTiming(side(0, 'x'), side(0.3, 'y'))],
      ['interleaved', 'separate'],
    );
  });

  it('decides how intervals are computed, and interleaved runs have no rates', () => {
    const [interleaved] = compareSamples([run(0), run(0.3, 2)]);
    const [separate] = compareSamples([run(0), run(1000, 2)]);
    const method = (pair: typeof separate) => pair?.metrics[0]?.statistics[0]?.difference?.method;
    assert.match(method(interleaved) ?? '', /time blocks/);
    assert.match(method(separate) ?? '', /independent requests/);
    assert.deepEqual(
      separate?.metrics
        .map(({ key }) => key)
        .filter(key => !interleaved?.metrics.some(metric => metric.key === key)),
      ['request_throughput', 'output_token_throughput'],
    );
  });
});
