import type { LoadTestSeries } from '../core/charts/compareLoadTestFigures.ts';
import { escaped } from '../core/format/escaped.ts';
import { countOf } from '../core/format/quantities.ts';
import { compareLevels, levelsApart, levelVerdicts } from '../core/loadTest/compareLevels.ts';
import { levelRows } from '../core/loadTest/levelDifferences.ts';
import { levelColumns } from '../core/loadTest/levelTable.ts';
import type { LoadTest } from '../protocol/run.ts';
import { loadTestCharts } from './contentCharts.ts';
import { htmlTable } from './html.ts';
import { errorNotes, figure, heading, note, paragraph, rowsTable } from './sections.ts';

/** Load tests: levels and knee of each, what differs between them, and the figures of all together. */
export function loadTestsBody(tests: readonly LoadTest[], series: readonly LoadTestSeries[]): string[] {
  return [
    ...tests.flatMap(testSection),
    ...series.slice(1).flatMap(candidate => differences(series[0] ?? candidate, candidate)),
    heading(2, 'Charts'),
    ...loadTestCharts(tests, series).map(({ chart }) => figure(chart)),
  ];
}

function testSection({ name, folder, levels, knee, warnings }: LoadTest): string[] {
  const doubts = levels.flatMap(level =>
    [...new Set(levelColumns.flatMap(({ doubt }) => doubt?.(level) ?? []))].map(
      doubt => `* ${countOf(level.clients, 'client')}: ${doubt}`,
    ),
  );
  const errors = levels.flatMap(level =>
    errorNotes(level.errors).map(text => `${countOf(level.clients, 'client')}: ${text}`),
  );
  return [
    heading(2, name),
    `<p><strong>${escaped(knee.sentence)}</strong></p>`,
    htmlTable(
      levelColumns.map(({ label }) => label),
      levels.map(level =>
        levelColumns.map(({ value, text, doubt }) => `${text(value(level))}${doubt?.(level) ? '*' : ''}`),
      ),
    ),
    ...[...doubts, ...warnings, ...errors].map(note),
    note(knee.method),
    note(`In flight: ${levelColumns.find(({ key }) => key === 'in_flight')?.definition ?? ''}`),
    note(folder),
  ];
}

/** What differs where both tests had the same number of clients. */
function differences(baseline: LoadTestSeries, candidate: LoadTestSeries): string[] {
  const rows = levelRows(compareLevels(baseline, candidate));
  const apart = levelsApart(baseline, candidate);
  return [
    heading(2, `${candidate.name} against ${baseline.name}`),
    rows.length === 0
      ? paragraph('The tests have no number of clients in common.')
      : rowsTable(baseline.name, candidate.name, rows),
    ...(apart === null ? [] : [note(apart)]),
    note(levelVerdicts),
  ];
}
