import { seededRandom } from '../../../src/core/base/random.ts';
import { compareLatency } from '../../../src/core/compare/compareLatency.ts';
import type { StatisticComparison } from '../../../src/core/compare/result.ts';

/** A value of one request. */
export type Draw = (random: () => number) => number;

/** `n` requests, one a second; `seed` decides their values. */
export function column(draw: Draw, seed: number, n = 500) {
  const random = seededRandom(seed * 7919);
  // The first draws of neighbouring seeds are correlated.
  for (let i = 0; i < 8; i++) random();
  return {
    values: Float64Array.from({ length: n }, () => draw(random)),
    sentAt: Float64Array.from({ length: n }, (_, i) => i),
  };
}

/** Medians and means of repeated experiments on the same two endpoints, lower being better. */
export function repeated(baseline: Draw, candidate: Draw, repetitions = 200, n = 500) {
  const runs = Array.from({ length: repetitions }, (_, i) =>
    compareLatency(column(baseline, 2 * i + 1, n), column(candidate, 2 * i + 2, n), {
      timing: 'separate',
      better: 'lower',
      wanted: ['median', 'mean'],
      seed: i,
      resamples: 1000,
    }),
  );
  return { median: runs.map(run => run[0]), mean: runs.flatMap(run => run[1] ?? []) };
}

/** Share of the experiments for which a condition holds. */
export function share(
  runs: readonly StatisticComparison[],
  holds: (run: StatisticComparison) => boolean,
): number {
  return runs.filter(holds).length / runs.length;
}

/** Whether the interval of the absolute difference holds the true value, apart from rounding. */
export function covers(truth: number) {
  return ({ difference }: StatisticComparison) =>
    difference !== null &&
    difference.absolute.low <= truth + 1e-12 &&
    difference.absolute.high >= truth - 1e-12;
}

/** Whether an experiment shows a difference. */
export function claims({ verdict }: StatisticComparison): boolean {
  return verdict === 'better' || verdict === 'worse';
}
