import { escaped } from '../../core/format/escaped.ts';
import { countOf } from '../../core/format/quantities.ts';
import { loadTestLevels } from '../../core/loadTest/levelParts.ts';
import { levelColumns } from '../../core/loadTest/levelTable.ts';
import type { ExperimentContent } from '../../protocol/experiments.ts';
import type { LoadTest } from '../../protocol/run.ts';
import { loadTestCharts } from './contentCharts.ts';
import { htmlTable } from './html.ts';
import { partsSection } from './partsReport.ts';
import { errorNotes, figure, heading, note } from './sections.ts';

/** Load tests: the levels and the knee of each, the differences between them, and charts of all together. */
export function loadTestsBody({
  tests,
  series,
  comparisons,
}: Extract<ExperimentContent, { kind: 'load-tests' }>): string[] {
  return [
    ...tests.flatMap(testSection),
    ...comparisons.flatMap(comparison => partsSection(comparison, loadTestLevels)),
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
