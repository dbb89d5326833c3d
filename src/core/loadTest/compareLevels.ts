import type { LoadTestSeries } from '../charts/compareLoadTestFigures.ts';
import { compareLatency } from '../compare/compareLatency.ts';
import { defaultResamples } from '../compare/difference.ts';
import type { StatisticComparison } from '../compare/result.ts';
import { formatCount } from '../format/quantities.ts';

/** How one test did against another where both had the same number of clients. */
export interface LevelComparison {
  readonly clients: number;
  /** Median and p90, the median first. */
  readonly ttft: readonly StatisticComparison[];
  readonly ttlt: readonly StatisticComparison[];
}

/** How the verdicts on levels are to be read together. */
export const levelVerdicts =
  'Each verdict is at 95 % confidence: of twenty on equal endpoints one says a difference by chance. The tests ran one after the other, so a drift between them counts as a difference.';

/**
 * Compares two load tests level by level, as runs one after another: latencies only, since the rates of
 * closed loops follow from them. Levels that only one test has are left out.
 */
export function compareLevels(baseline: LoadTestSeries, candidate: LoadTestSeries): LevelComparison[] {
  return baseline.levels.flatMap(a => {
    const b = candidate.levels.find(({ clients }) => clients === a.clients);
    if (b === undefined) return [];
    const times = (key: 'ttft' | 'ttlt') =>
      compareLatency(column(a[key]), column(b[key]), {
        arrangement: 'separate',
        better: 'lower',
        wanted: ['median', 'p90'],
        seed: a.clients,
        resamples: defaultResamples,
      });
    return [{ clients: a.clients, ttft: times('ttft'), ttlt: times('ttlt') }];
  });
}

/** Separate runs need no times of sending. */
function column(values: ArrayLike<number>) {
  return { values: Float64Array.from(values), sentAt: new Float64Array(values.length) };
}

/** Which levels only one of two tests has, as a sentence; null where both have the same. */
export function levelsApart(baseline: LoadTestSeries, candidate: LoadTestSeries): string | null {
  const only = (a: LoadTestSeries, b: LoadTestSeries) =>
    a.levels.filter(level => !b.levels.some(({ clients }) => clients === level.clients));
  const told = [
    [baseline, only(baseline, candidate)],
    [candidate, only(candidate, baseline)],
  ] as const;
  const parts = told.flatMap(([test, levels]) =>
    levels.length === 0
      ? []
      : [`${levels.map(({ clients }) => formatCount(clients)).join(', ')} clients only in ${test.name}`],
  );
  return parts.length === 0 ? null : `Not compared: ${parts.join('; ')}.`;
}
