import type { LoadTestSeries } from '../charts/compareLoadTestFigures.ts';
import { type ComparisonRow, comparisonRow } from '../compare/comparisonTable.ts';
import { rowsMarkdown } from '../compare/rowsMarkdown.ts';
import { countOf } from '../format/quantities.ts';
import { metricDefinitions } from '../metrics/definitions.ts';
import { compareLevels, type LevelComparison, levelsApart, levelVerdicts } from './compareLevels.ts';
import type { Knee } from './knee.ts';
import { type LevelFacts, loadTestMarkdown } from './levelTable.ts';

export type LevelMetric = 'ttft' | 'ttlt';

/** The differences at common levels as rows: "20 clients: TTFT median". */
export function levelRows(
  levels: readonly LevelComparison[],
  metrics: readonly LevelMetric[] = ['ttft', 'ttlt'],
): ComparisonRow[] {
  return levels.flatMap(level =>
    metrics.flatMap(metric =>
      level[metric].map(found => ({
        ...comparisonRow(`${level.clients}`, metricDefinitions[metric], found),
        label: `${countOf(level.clients, 'client')}: ${metricDefinitions[metric].label} ${found.statistic}`,
      })),
    ),
  );
}

/** Load tests as Markdown, for a pull request: the levels of each, then each against the first. */
export function loadTestsMarkdown(
  tests: readonly { name: string; levels: readonly LevelFacts[]; knee: Knee }[],
  series: readonly LoadTestSeries[],
): string {
  const [baseline, ...candidates] = series;
  return [
    ...tests.map(({ name, levels, knee }) => loadTestMarkdown(name, levels, knee)),
    ...(baseline ? candidates.map(candidate => differencesMarkdown(baseline, candidate)) : []),
  ].join('\n');
}

function differencesMarkdown(baseline: LoadTestSeries, candidate: LoadTestSeries): string {
  return rowsMarkdown({
    baseline: baseline.name,
    candidate: candidate.name,
    first: 'Level',
    rows: levelRows(compareLevels(baseline, candidate)),
    nothing: 'The tests have no number of clients in common.',
    apart: levelsApart(baseline, candidate),
    verdicts: levelVerdicts,
  });
}
