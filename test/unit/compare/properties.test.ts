import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareLatency } from '../../../src/core/compare/compareLatency.ts';
import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import type { Estimate } from '../../../src/core/compare/difference.ts';
import type { StatisticComparison } from '../../../src/core/compare/result.ts';
import type { RunTiming } from '../../../src/core/compare/runTiming.ts';
import { lognormal, simulatedSample } from './simulated.ts';

type Timing = Exclude<RunTiming, 'overlapping'>;
type Columns = readonly [baseline: Float64Array, candidate: Float64Array];

const times = fc
  .array(fc.double({ min: 0.001, max: 10, noNaN: true }), { minLength: 10, maxLength: 60 })
  .map(values => Float64Array.from(values));
const cases = fc.tuple(times, times, fc.constantFrom<Timing>('separate', 'interleaved'));

/** Each side sends a request a second; `turns` gives when within the second. */
function compared([a, b]: Columns, timing: Timing, turns = [0, 0.5]): StatisticComparison[] {
  const side = (values: Float64Array, turn = 0) => ({ values, sentAt: values.map((_, i) => i + turn) });
  return compareLatency(side(a, turns[0]), side(b, turns[1]), {
    timing,
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
  it('is reversed by swapping them', () => {
    const opposite: Record<string, string> = { better: 'worse', worse: 'better' };
    fc.assert(
      fc.property(cases, ([a, b, timing]) => {
        const there = compared([a, b], timing);
        const back = compared([b, a], timing, [0.5, 0]);
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

  it('scales with them, except for the relative difference', () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0.001, max: 1000, noNaN: true }), ([a, b, timing], factor) => {
        const plain = compared([a, b], timing);
        const scaled = compared([a.map(x => x * factor), b.map(x => x * factor)], timing);
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

  it('shifts by what is added to every value of one side', () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0, max: 10, noNaN: true }), ([a, b, timing], added) => {
        const plain = compared([a, b], timing);
        const moved = compared([a, b.map(x => x + added)], timing);
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

  it('has no smaller quantile differences if values of the candidate rise', () => {
    fc.assert(
      fc.property(cases, fc.array(fc.double({ min: 0, max: 5, noNaN: true })), ([a, b], rises) => {
        const plain = compared([a, b], 'separate');
        const risen = compared([a, b.map((x, i) => x + (rises[i] ?? 0))], 'separate');
        for (const i of [0, 2]) {
          const [before, after] = [estimate(plain[i]), estimate(risen[i])];
          // Values that rise may come to depend on each other.
          if (plain[i]?.difference?.method !== risen[i]?.difference?.method) continue;
          for (const key of ['value', 'low', 'high'] as const) {
            assert.ok((after?.[key] ?? 0) >= (before?.[key] ?? 0) - 1e-12, key);
          }
        }
      }),
    );
  });

  it('has an interval that holds its value, and excludes 0 in both forms or in neither', () => {
    fc.assert(
      fc.property(cases, ([a, b, timing]) => {
        for (const { difference, verdict } of compared([a, b], timing)) {
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

  it('is repeated by the same seed and reversed by swapping them, rates and shares included', () => {
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

  it('keeps every value when sent from one thread to another', () => {
    const found = compareSamples(runs);
    assert.deepEqual(JSON.parse(JSON.stringify(found)), found);
  });
});
