import assert from 'node:assert/strict';
import { gate } from '../../../src/cli/options/comparisonOptions.ts';
import { exitCodes } from '../../../src/cli/process/exitCodes.ts';
import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import { lognormal, simulatedSample } from './simulated.ts';

const run = (name: string, seed: number, median: number, startsAt: number) =>
  simulatedSample({ name, seed, ttft: lognormal(median, 0.2), startsAt });

describe('comparison of two simulated endpoints, n = 500', () => {
  it('says better, with an interval that covers the truth, where true medians differ by 5 %', () => {
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

  it('says worse the other way round, and more often right than 4 times of 5', () => {
    const verdicts = Array.from({ length: 40 }, (_, i) => {
      const [found] = compareSamples([run('B', 2 * i, 0.19, 0), run('A', 2 * i + 1, 0.2, 400)], {
        resamples: 500,
      });
      return found?.metrics[0]?.verdict;
    });
    assert.ok(verdicts.filter(verdict => verdict === 'worse').length >= 32, `${verdicts}`);
    assert.ok(!verdicts.includes('better'));
  });

  it('says no detectable difference of identical ones, and what it could have detected', () => {
    const [found] = compareSamples([run('A', 1, 0.2, 0), run('B', 3, 0.2, 400)]);
    const [ttft] = found?.metrics ?? [];
    const detectable = ttft?.statistics[0]?.difference?.detectable?.relative ?? Number.NaN;
    assert.equal(ttft?.verdict, 'no detectable difference');
    // 2.8 standard errors of the difference of two medians: 2.8 * 1.2533 * 0.2 * sqrt(2 / 500) = 4.4 %.
    assert.ok(detectable > 0.03 && detectable < 0.06, `${detectable}`);
    assert.match(
      ttft?.sentence ?? '',
      /^TTFT median: no detectable difference \(\d\.\d % lower to \d\.\d % higher\); one of \d\.\d % would probably have been detected\.$/,
    );
  });

  it('says not enough data, and of which side, instead of guessing', () => {
    const few = simulatedSample({ name: 'B', n: 6, ttft: lognormal(0.1, 0.2), startsAt: 400 });
    const [found] = compareSamples([run('A', 1, 0.2, 0), few]);
    const [ttft] = found?.metrics ?? [];
    assert.equal(ttft?.verdict, 'not enough data');
    assert.equal(
      ttft?.sentence,
      'TTFT median: not enough data. Of the candidate, 6 values are too few: this percentile needs at least 10.',
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
      [null, 'Of the baseline, 499 values are too few: this percentile needs at least 500.'],
    );
  });

  it('leaves one deciding metric undiminished and calls all else exploratory', () => {
    const samples = [run('A', 1, 0.2, 0), run('B', 2, 0.19, 400)];
    const [byDefault] = compareSamples(samples);
    const [chosen] = compareSamples(samples, { decidingMetric: 'request_throughput' });
    const roles = (found: typeof chosen) =>
      found?.metrics.filter(metric => metric.role === 'deciding').map(metric => metric.key);
    assert.deepEqual([roles(byDefault), roles(chosen)], [['ttft'], ['request_throughput']]);
    assert.match(
      chosen?.family ?? '',
      /^Requests per second was chosen before looking .* The other 5 metrics/,
    );
    // Choosing another deciding metric changes no verdict.
    assert.deepEqual(
      chosen?.metrics.map(metric => [metric.key, metric.verdict]),
      byDefault?.metrics.map(metric => [metric.key, metric.verdict]),
    );
  });

  it('lets no other metric decide where the one asked for is missing', () => {
    const samples = [run('A', 1, 0.2, 0), run('B', 2, 0.3, 400)];
    const [found] = compareSamples(samples, { decidingMetric: 'cost_per_request', resamples: 100 });
    assert.deepEqual(
      [found?.asked, found?.decidingMetric, found?.comparable, found?.metrics.map(({ role }) => role)],
      ['cost_per_request', null, false, Array(6).fill('exploratory')],
    );
    assert.equal(
      found?.conclusion,
      'Cannot be judged: Cost per request, which was to decide, is not known of both.',
    );
    assert.equal(
      found?.family,
      'No metric decides. All are exploratory, each at 95 % confidence: of twenty such verdicts on equal endpoints one says a difference by chance, so confirm them in a new run.',
    );
    assert.equal(gate(found ? [found] : []), exitCodes.undecided);
  });

  it('compares each further run with the first', () => {
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
