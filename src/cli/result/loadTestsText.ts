import type { LoadTestSeries } from '../../core/charts/compareLoadTestFigures.ts';
import type { StatisticComparison } from '../../core/compare/result.ts';
import { findingSentence } from '../../core/compare/words.ts';
import {
  formatCount,
  formatPercent,
  formatQuantity,
  formatSeconds,
  missing,
} from '../../core/format/quantities.ts';
import { compareLevels, levelsApart, levelVerdicts } from '../../core/loadTest/compareLevels.ts';
import { metricDefinitions } from '../../core/metrics/definitions.ts';
import type { LoadTest } from '../../protocol/run.ts';
import type { Styles } from '../terminal/style.ts';
import { oneLine } from '../terminal/textWidth.ts';
import { table } from './table.ts';

/** A load test with what its requests took. */
export interface ShownLoadTest {
  readonly test: LoadTest;
  readonly series: LoadTestSeries;
}

/** Load tests side by side as lines: each further one against the first, level by level, and their knees. */
export function loadTestsText(shown: readonly ShownLoadTest[], styles: Styles): string[] {
  const [baseline, ...candidates] = shown;
  if (!baseline) return [];
  const sections = [
    ...candidates.flatMap(candidate => against(baseline, candidate, styles)),
    ...shown.map(({ test }) => [`${styles.bold(oneLine(test.name))}: ${test.knee.sentence}`]),
    [styles.dim(levelVerdicts)],
  ];
  return sections
    .filter(lines => lines.length > 0)
    .flatMap(lines => [...lines, ''])
    .slice(0, -1);
}

function against(baseline: ShownLoadTest, candidate: ShownLoadTest, styles: Styles): string[][] {
  const levels = compareLevels(baseline.series, candidate.series);
  const apart = levelsApart(baseline.series, candidate.series);
  const [a, b] = [oneLine(baseline.test.name), oneLine(candidate.test.name)];
  const rows = levels.map(({ clients, ttft, ttlt }) => {
    const [levelA, levelB] = [baseline, candidate].map(({ test }) =>
      test.levels.find(level => level.clients === clients),
    );
    const rate = (level: typeof levelA) => (level ? formatQuantity(level.throughput, '') : missing);
    return [formatCount(clients), rate(levelA), rate(levelB), ...timeCells(ttft[0]), ...timeCells(ttlt[0])];
  });
  const titles = [
    'Clients',
    `${a} requests/s`,
    b,
    `${a} TTFT p50`,
    b,
    'Difference',
    `${a} TTLT p50`,
    b,
    'Difference',
  ];
  const [head = '', ...body] = table([titles, ...rows], 'right');
  const sentences = levels.flatMap(({ clients, ttft, ttlt }) =>
    (['ttft', 'ttlt'] as const).flatMap(key => {
      const [found] = key === 'ttft' ? ttft : ttlt;
      if (!found || found.baseline.n + found.candidate.n === 0) return [];
      return [
        `${formatCount(clients)} ${clients === 1 ? 'client' : 'clients'}: ${findingSentence(metricDefinitions[key], found)}`,
      ];
    }),
  );
  return [
    [styles.bold(`${b} against ${a}`)],
    levels.length === 0 ? ['They have no level in common.'] : [styles.dim(head), ...body],
    sentences,
    apart === null ? [] : [styles.warn(oneLine(apart))],
  ];
}

function timeCells(found: StatisticComparison | undefined): [string, string, string] {
  const relative = found?.difference?.relative;
  const change = relative ? `${relative.value > 0 ? '+' : ''}${formatPercent(relative.value)}` : missing;
  return [
    formatSeconds(found?.baseline.value ?? null),
    formatSeconds(found?.candidate.value ?? null),
    change,
  ];
}
