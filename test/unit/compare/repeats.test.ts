import assert from 'node:assert/strict';
import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import { repeatedSample } from '../../../src/core/compare/repeats.ts';
import type { Sample } from '../../../src/core/compare/sample.ts';
import { lognormal, simulatedSample } from './simulated.ts';

/** Runs whose level changes from run to run by `moments`. */
function side(name: string, moments: readonly number[], startsAt = 0): Sample {
  const [first, ...others] = moments.map((moment, i) =>
    simulatedSample({
      ...{ name, seed: startsAt + i + 1, n: 100, startsAt: startsAt + i * 100 },
      ttft: lognormal(0.2 * moment, 0.1),
    }),
  );
  assert.ok(first);
  return others.length === 0 ? first : repeatedSample(name, [first, ...others]);
}

const compared = (a: readonly number[], b: readonly number[]) => {
  const [pair] = compareSamples([side('a', a), side('b', b, 5000)], { resamples: 500 });
  assert.ok(pair);
  return pair;
};

describe('repeated runs', () => {
  it('are compared run with run: a moment that slowed one of them down decides nothing', () => {
    const [single] = compareSamples([side('a', [1]), side('b', [1.3], 5000)], { resamples: 500 });
    assert.equal(single?.judgement, 'worse');
    const pair = compared([1, 1.3, 0.9, 1.2], [1.3, 0.95, 1.25, 1]);
    assert.equal(pair.judgement, 'no detectable difference');
    const ttft = pair.metrics.find(({ key }) => key === 'ttft')?.statistics[0];
    assert.match(ttft?.difference?.method ?? '', /^Student's t of 4 and 4 repeats/);
    assert.equal(ttft?.baseline.n, 400);
  });

  it('show a difference that is larger than that between the runs', () => {
    assert.equal(compared([1, 1.05, 0.95, 1.02], [1.5, 1.45, 1.6, 1.55]).judgement, 'worse');
  });

  it('have the mean of the runs as their value, for rates and shares too', () => {
    const { metrics } = compared([1, 1, 1], [2, 2, 2]);
    const of = (key: string) => metrics.find(metric => metric.key === key)?.statistics[0];
    assert.ok(Math.abs((of('ttft')?.candidate.value ?? 0) - 0.4) < 0.02);
    assert.ok(Math.abs((of('request_throughput')?.baseline.value ?? 0) - 1 / 0.6) < 0.1);
    assert.equal(of('error_rate')?.verdict, 'no detectable difference');
  });

  it('count as one long run if they are fewer than three', () => {
    const pair = compared([1, 1], [1, 1]);
    const ttft = pair.metrics.find(({ key }) => key === 'ttft')?.statistics[0];
    assert.doesNotMatch(ttft?.difference?.method ?? '', /repeats/);
  });
});
