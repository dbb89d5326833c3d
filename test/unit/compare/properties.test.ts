import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareLatency } from '../../../src/core/compare/compareLatency.ts';
import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import type { Estimate } from '../../../src/core/compare/difference.ts';
import type { StatisticComparison } from '../../../src/core/compare/result.ts';
import { lognormal, simulatedSample } from './simulated.ts';

type Arrangement = 'separate' | 'interleaved';
type Columns = readonly [baseline: Float64Array, candidate: Float64Array];

const times = fc
  .array(fc.double({ min: 0.001, max: 10, noNaN: true }), { minLength: 10, maxLength: 60 })
  .map(values => Float64Array.from(values));
const cases = fc.tuple(times, times, fc.constantFrom<Arrangement>('separate', 'interleaved'));

/** Both sent a request a second; the candidate's turn is always the second, or the first. */
function compared([a, b]: Columns, arrangement: Arrangement, turns = [0, 0.5]): StatisticComparison[] {
  const side = (values: Float64Array, turn = 0) => ({ values, sentAt: values.map((_, i) => i + turn) });
  return compareLatency(side(a, turns[0]), side(b, turns[1]), {
    arrangement,
    better: 'lower',
    wanted: ['median', 'mean', 'p90'],
    seed: 3,
    resamples: 200,
  });
}

const estimate = (found: StatisticComparison | undefined) => found?.difference?.absolute ?? null;

function assertNear(actual: Estimate | null, expected: Estimate | null): void {
  assert.equal(actual === null, expected === null);
  if (actual === null || expected === null) return;
  for (const key of ['value', 'low', 'high'] as const) {
    const size = Math.max(1, Math.abs(expected[key]));
    assert.ok(
      Math.abs(actual[key] - expected[key]) <= 1e-9 * size,
      `${key}: ${actual[key]}, ${expected[key]}`,
    );
  }
}

describe('a comparison of two columns', () => {
  it('is turned round by exchanging them', () => {
    const opposite: Record<string, string> = { better: 'worse', worse: 'better' };
    fc.assert(
      fc.property(cases, ([a, b, arrangement]) => {
        const there = compared([a, b], arrangement);
        const back = compared([b, a], arrangement, [0.5, 0]);
        there.forEach((found, i) => {
          const turned = estimate(back[i]);
          assertNear(
            estimate(found),
            turned && { value: -turned.value, low: -turned.high, high: -turned.low },
          );
          assert.equal(back[i]?.verdict, opposite[found.verdict] ?? found.verdict);
        });
      }),
    );
  });

  it('scales with them, and its relative part does not', () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0.001, max: 1000, noNaN: true }), ([a, b, arrangement], factor) => {
        const plain = compared([a, b], arrangement);
        const scaled = compared([a.map(x => x * factor), b.map(x => x * factor)], arrangement);
        plain.forEach((found, i) => {
          const own = estimate(found);
          assertNear(
            estimate(scaled[i]),
            own && { value: own.value * factor, low: own.low * factor, high: own.high * factor },
          );
          assertNear(scaled[i]?.difference?.relative ?? null, found.difference?.relative ?? null);
        });
      }),
    );
  });

  it('moves by what is added to every value of one side', () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0, max: 10, noNaN: true }), ([a, b, arrangement], added) => {
        const plain = compared([a, b], arrangement);
        const moved = compared([a, b.map(x => x + added)], arrangement);
        plain.forEach((found, i) => {
          const own = estimate(found);
          assertNear(
            estimate(moved[i]),
            own && { value: own.value + added, low: own.low + added, high: own.high + added },
          );
        });
      }),
    );
  });

  it('never falls in a quantile when values of the candidate rise', () => {
    fc.assert(
      fc.property(cases, fc.array(fc.double({ min: 0, max: 5, noNaN: true })), ([a, b], rises) => {
        const plain = compared([a, b], 'separate');
        const risen = compared([a, b.map((x, i) => x + (rises[i] ?? 0))], 'separate');
        for (const i of [0, 2]) {
          const [before, after] = [estimate(plain[i]), estimate(risen[i])];
          for (const key of ['value', 'low', 'high'] as const) {
            assert.ok((after?.[key] ?? 0) >= (before?.[key] ?? 0) - 1e-12, key);
          }
        }
      }),
    );
  });

  it('has an interval around its value, which excludes 0 in both forms or in neither', () => {
    fc.assert(
      fc.property(cases, ([a, b, arrangement]) => {
        for (const { difference, verdict } of compared([a, b], arrangement)) {
          if (difference === null) continue;
          const forms = [difference.absolute, ...(difference.relative ? [difference.relative] : [])];
          for (const { value, low, high } of forms) {
            assert.ok(low <= value && value <= high);
            assert.equal(low > 0 || high < 0, verdict !== 'no detectable difference');
          }
        }
      }),
    );
  });
});

describe('a comparison of two runs', () => {
  const runs = [
    simulatedSample({ name: 'A', seed: 4, ttft: lognormal(0.2, 0.3), errorShare: 0.1, clients: 4 }),
    simulatedSample({ name: 'B', seed: 5, ttft: lognormal(0.15, 0.3), startsAt: 900, clients: 4 }),
  ] as const;

  it('repeats for a seed and is turned round by exchanging them, rates and shares included', () => {
    const [there] = compareSamples(runs);
    const [again] = compareSamples(runs);
    const [back] = compareSamples([runs[1], runs[0]]);
    assert.deepEqual(there, again);
    assert.deepEqual(
      there?.metrics.map(({ key }) => key),
      ['ttft', 'ttlt', 'tpot', 'request_throughput', 'output_token_throughput', 'error_rate'],
    );
    there?.metrics.forEach((metric, i) => {
      const turned = estimate(back?.metrics[i]?.statistics[0]);
      assertNear(
        estimate(metric.statistics[0]),
        turned && { value: -turned.value, low: -turned.high, high: -turned.low },
      );
    });
  });

  it('survives being sent from one thread to another', () => {
    const found = compareSamples(runs);
    assert.deepEqual(JSON.parse(JSON.stringify(found)), found);
  });
});
