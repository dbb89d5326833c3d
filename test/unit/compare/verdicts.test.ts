import assert from 'node:assert/strict';
import { gate } from '../../../src/cli/options/comparisonOptions.ts';
import { exitCodes } from '../../../src/cli/process/exitCodes.ts';
import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import { lognormal, simulatedSample } from './simulated.ts';

const run = (name: string, seed: number, median: number, startsAt: number) =>
  simulatedSample({ name, seed, ttft: lognormal(median, 0.2), startsAt });

describe('a comparison of two simulated endpoints, n = 500', () => {
  it('says better, with an interval that covers the truth, if the true medians differ by 5 %', () => {
    const [found] = compareSamples([run('A', 1, 0.2, 0), run('B', 2, 0.19, 400)]);
    const ttft = found?.metrics.find(metric => metric.key === 'ttft');
    const { relative, absolute } = ttft?.statistics[0]?.difference ?? {};
    assert.deepEqual(
      [found?.decidingMetric, found?.comparable, found?.reasons, ttft?.role, ttft?.verdict],
      ['ttft', true, [], 'deciding', 'better'],
    );
    assert.ok(absolute && absolute.low <= -0.01 && -0.01 <= absolute.high);
    assert.ok(relative && relative.low <= -0.05 && -0.05 <= relative.high);
    assert.equal(found?.conclusion, ttft?.sentence);
    assert.match(ttft?.sentence ?? '', /^TTFT median is \d\.\d % lower \(\d\.\d to \d+\.\d %\): better\.$/);
  });

  it('says worse if the sides are swapped, and is right in more than 80 % of cases', () => {
    const verdicts = Array.from({ length: 40 }, (_, i) => {
      const [found] = compareSamples([run('B', 2 * i, 0.19, 0), run('A', 2 * i + 1, 0.2, 400)], {
        resamples: 500,
      });
      return found?.metrics[0]?.verdict;
    });
    assert.ok(verdicts.filter(verdict => verdict === 'worse').length >= 32, `${verdicts}`);
    assert.ok(!verdicts.includes('better'));
  });

  it('says no detectable difference for identical endpoints, and what it could have detected', () => {
    const [found] = compareSamples([run('A', 1, 0.2, 0), run('B', 3, 0.2, 400)]);
    const [ttft] = found?.metrics ?? [];
    const detectable = ttft?.statistics[0]?.difference?.detectable?.higher?.relative ?? Number.NaN;
    assert.equal(ttft?.verdict, 'no detectable difference');
    // 2.8 standard errors of the difference of two medians: 2.8 * 1.2533 * 0.2 * sqrt(2 / 500) = 4.4 %.
    assert.ok(detectable > 0.03 && detectable < 0.06, `${detectable}`);
    assert.match(
      ttft?.sentence ?? '',
      /^TTFT median: no detectable difference \(\d\.\d % lower to \d\.\d % higher\); \d\.\d % higher or \d\.\d % lower would probably have been detected\.$/,
    );
  });

  it('says not enough data, and for which side, instead of guessing', () => {
    const few = simulatedSample({ name: 'B', n: 6, ttft: lognormal(0.1, 0.2), startsAt: 400 });
    const [found] = compareSamples([run('A', 1, 0.2, 0), few]);
    const [ttft] = found?.metrics ?? [];
    assert.equal(ttft?.verdict, 'not enough data');
    assert.equal(
      ttft?.sentence,
      'TTFT median: not enough data. For the candidate, 6 values are too few: this percentile needs at least 10.',
    );
    assert.deepEqual(
      ttft?.statistics.map(({ statistic, difference, refused }) => [statistic, difference, refused !== null]),
      ['median', 'mean', 'p90', 'p99'].map(statistic => [statistic, null, true]),
    );
  });

  it('gives p99 with 500 values on each side and refuses it with 499', () => {
    const p99 = (n: number) => {
      const side = (seed: number) =>
        simulatedSample({ seed, n, ttft: lognormal(0.2, 0.2), startsAt: seed * 1000 });
      const [found] = compareSamples([side(1), side(2)]);
      return found?.metrics[0]?.statistics.find(({ statistic }) => statistic === 'p99');
    };
    assert.ok(p99(500)?.difference);
    assert.deepEqual(
      [p99(499)?.difference, p99(499)?.refused],
      [null, 'For the baseline, 499 values are too few: this percentile needs at least 500.'],
    );
  });

  it('has one deciding metric and calls all others exploratory', () => {
    const samples = [run('A', 1, 0.2, 0), run('B', 2, 0.19, 400)];
    const [byDefault] = compareSamples(samples);
    const [chosen] = compareSamples(samples, { decidingMetric: 'request_throughput' });
    const roles = (found: typeof chosen) =>
      found?.metrics.filter(metric => metric.role === 'deciding').map(metric => metric.key);
    assert.deepEqual([roles(byDefault), roles(chosen)], [['ttft'], ['request_throughput']]);
    assert.match(
      chosen?.family ?? '',
      /^Requests per second is the deciding metric, chosen before looking .* The other 5 metrics/,
    );
    // The choice of the deciding metric changes no verdict.
    assert.deepEqual(
      chosen?.metrics.map(metric => [metric.key, metric.verdict]),
      byDefault?.metrics.map(metric => [metric.key, metric.verdict]),
    );
  });

  it('lets no other metric decide where the answers of one side lack the usual one', () => {
    const samples = [run('A', 1, 0.2, 0), run('B', 2, 0.1, 400)];
    samples[1]?.columns.ttft.fill(Number.NaN);
    const [found] = compareSamples(samples, { resamples: 100 });
    assert.deepEqual([found?.asked, found?.decidingMetric, found?.comparable], ['ttft', null, false]);
    assert.match(
      found?.conclusion ?? '',
      /^Cannot be judged: the deciding metric, TTFT, is not available for both/,
    );
    assert.equal(gate(found ? [found] : []), exitCodes.undecided);
  });

  it('lets no other metric decide if the requested one is missing', () => {
    const samples = [run('A', 1, 0.2, 0), run('B', 2, 0.3, 400)];
    const [found] = compareSamples(samples, { decidingMetric: 'cost_per_request', resamples: 100 });
    assert.deepEqual(
      [found?.asked, found?.decidingMetric, found?.comparable, found?.metrics.map(({ role }) => role)],
      ['cost_per_request', null, false, Array(6).fill('exploratory')],
    );
    assert.equal(
      found?.conclusion,
      'Cannot be judged: the deciding metric, Cost per request, is not available for both.',
    );
    assert.equal(
      found?.family,
      'There is no deciding metric; all metrics are exploratory. Each is judged at 95 % confidence, and about 1 in 20 metrics will show a difference between identical endpoints by chance, so confirm exploratory findings in a new run.',
    );
    assert.equal(gate(found ? [found] : []), exitCodes.undecided);
  });

  it('compares each of the other runs with the first', () => {
    const found = compareSamples([run('A', 1, 0.2, 0), run('B', 2, 0.15, 400), run('C', 3, 0.3, 800)]);
    assert.deepEqual(
      found.map(pair => [pair.baseline, pair.candidate, pair.metrics[0]?.verdict]),
      [
        ['A', 'B', 'better'],
        ['A', 'C', 'worse'],
      ],
    );
    assert.deepEqual(compareSamples([]), []);
  });
});
