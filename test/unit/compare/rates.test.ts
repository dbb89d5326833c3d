import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/base/random.ts';
import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import { compareRate, compareShare } from '../../../src/core/compare/compareTotals.ts';
import { commonBasis, runRate } from '../../../src/core/compare/runRate.ts';
import { shareDifference } from '../../../src/core/compare/shareDifference.ts';
import { claims, covers, share } from './repeated.ts';
import { lognormal, type Simulated, simulatedSample } from './simulated.ts';

const run = (seed: number, fields: Partial<Simulated> = {}) =>
  simulatedSample({ seed, n: 400, clients: 4, ttft: lognormal(0.2, 0.3), startsAt: seed * 1000, ...fields });

const random = { seed: 1, resamples: 500 };
const slower = { ttft: lognormal(0.3, 0.3), errorShare: 0.08 };
/** The rate of the closed loop above: clients per mean time of a request. */
const rate = (median: number) => 4 / (median * Math.exp(0.045) + 0.4);

describe('throughput', () => {
  it('has intervals that hold the true difference, over 200 seeded pairs of runs', () => {
    const runs = Array.from({ length: 200 }, (_, i) =>
      compareRate(
        'request_throughput',
        [run(2 * i), run(2 * i + 1, { ...slower, errorShare: 0 })],
        'higher',
        random,
      ),
    );
    const covered = share(runs, covers(rate(0.3) - rate(0.2)));
    assert.ok(covered >= 0.92, `${covered}`);
    assert.ok(runs.every(({ verdict }) => verdict === 'worse'));
  });

  it('shows a difference of equal endpoints in at most 7 % of cases', () => {
    const runs = Array.from({ length: 200 }, (_, i) =>
      compareRate('request_throughput', [run(2 * i), run(2 * i + 1)], 'higher', random),
    );
    assert.ok(share(runs, claims) <= 0.07, `${share(runs, claims)}`);
  });

  it('is the count over the window of the whole run, or a rate while all clients are at work', () => {
    const sample = simulatedSample({ n: 32, clients: 2, ttft: () => 0.1, decode: 0.4 });
    const straggler = {
      ...sample,
      columns: {
        ...sample.columns,
        endedAt: sample.columns.endedAt.map((end, i) => (i === 31 ? end + 8 : end)),
      },
    };
    const whole = runRate(straggler, () => 1, 'whole');
    assert.deepEqual([whole.n, whole.value, whole.refused], [32, 32 / 8, null]);
    const steady = runRate(sample, () => 1, 'steady');
    assert.ok(Math.abs((steady.value ?? 0) - 4) < 1e-9);
    assert.equal(steady.estimator?.value, steady.value);
  });

  it('is compared while all clients are at work if that differs for one side by more than 5 %', () => {
    const short = (seed: number) => run(seed, { clients: 16, n: 16 * 8 });
    assert.deepEqual(
      [
        commonBasis([run(1), run(2)]),
        commonBasis([run(1), short(2)]),
        commonBasis([short(1), run(2, { clients: 1 })]),
      ],
      ['whole', 'steady', 'whole'],
    );
    const [pair] = compareSamples([short(1), short(2)], { resamples: 200 });
    const metric = pair?.metrics.find(({ key }) => key === 'request_throughput');
    assert.equal(metric?.label, 'Requests per second, steady');
  });

  it('is refused for a short run', () => {
    const short = run(1, { n: 20 });
    const found = compareRate('request_throughput', [run(2), short], 'higher', random);
    assert.deepEqual(
      [found.verdict, found.difference, found.refused],
      [
        'not enough data',
        null,
        'For the candidate, the run is too short for a rate: its clients must be at work together for 8 times a typical request.',
      ],
    );
    assert.ok((found.candidate.value ?? 0) > 4);
  });
});

describe('error rate', () => {
  it("has Newcombe's interval, as in the examples of his paper", () => {
    const examples = [
      { counts: [56, 70, 48, 80], low: 0.0524, high: 0.3339 },
      { counts: [9, 10, 3, 10], low: 0.1705, high: 0.809 },
      { counts: [10, 10, 0, 20], low: 0.6791, high: 1 },
      { counts: [5, 56, 0, 29], low: -0.0381, high: 0.1926 },
    ] as const;
    for (const { counts, low, high } of examples) {
      const { absolute } = shareDifference(
        { count: counts[2], of: counts[3] },
        { count: counts[0], of: counts[1] },
      );
      assert.deepEqual(
        [absolute.low.toFixed(4), absolute.high.toFixed(4)],
        [low.toFixed(4), high.toFixed(4)],
      );
    }
  });

  it('has intervals that hold the true difference, and rarely shows one of equal endpoints', () => {
    const pairs = Array.from({ length: 200 }, (_, i) => ({
      unequal: compareShare(
        'error_rate',
        [run(3 * i, { errorShare: 0.03 }), run(3 * i + 1, slower)],
        'lower',
      ),
      equal: compareShare(
        'error_rate',
        [run(3 * i, { errorShare: 0.03 }), run(3 * i + 2, { errorShare: 0.03 })],
        'lower',
      ),
    }));
    const covered = share(
      pairs.map(pair => pair.unequal),
      covers(0.05),
    );
    const claimed = share(
      pairs.map(pair => pair.equal),
      claims,
    );
    assert.ok(covered >= 0.92 && covered <= 0.98, `${covered}`);
    assert.ok(claimed <= 0.07, `${claimed}`);
  });

  it('detects the detectable difference in 80 of 100 pairs, also without any error', () => {
    const size = (count: number, of: number) =>
      shareDifference({ count, of }, { count, of }).detectable?.higher?.absolute ?? Number.NaN;
    const points = [20, 40, 100, 500].map(of => (size(0, of) * 100).toFixed(1));
    // By the binomial distribution: five failures differ detectably from none, for any number of requests.
    assert.deepEqual(points, ['31.3', '16.2', '6.6', '1.3']);
    const { lower, higher } =
      shareDifference({ count: 95, of: 100 }, { count: 95, of: 100 }).detectable ?? {};
    assert.deepEqual([lower?.absolute, higher], [size(5, 100), null]);

    const random = seededRandom(7);
    const counted = (share: number, of: number) => ({
      count: Array.from({ length: of }, random).filter(one => one < share).length,
      of,
    });
    const pairs = Array.from({ length: 2000 }, () =>
      shareDifference(counted(0.05, 200), counted(0.05 + size(10, 200), 200)),
    );
    const detected = pairs.filter(({ absolute }) => absolute.low > 0).length / pairs.length;
    assert.ok(detected > 0.77 && detected < 0.83, `${detected}`);
  });

  it('is not claimed to be exact for runs without any error', () => {
    const { difference, verdict } = compareShare('error_rate', [run(1), run(2)], 'lower');
    assert.equal(verdict, 'no detectable difference');
    assert.ok(
      (difference?.absolute.high ?? 0) > 0.005 && (difference?.detectable?.higher?.absolute ?? 0) > 0.005,
    );
    assert.equal(difference?.relative, null);
  });
});
