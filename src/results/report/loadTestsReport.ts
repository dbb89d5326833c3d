import { escaped } from '../../core/format/escaped.ts';
import { countOf } from '../../core/format/quantities.ts';
import { loadTestLevels } from '../../core/loadTest/levelParts.ts';
import { columnsOf, doubtsOf, rateNote } from '../../core/loadTest/levelTable.ts';
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
  const columns = columnsOf(levels);
  const doubts = doubtsOf(levels).map(({ clients, text }) => `* ${countOf(clients, 'client')}: ${text}`);
  const errors = levels.flatMap(level =>
    errorNotes(level.errors).map(text => `${countOf(level.clients, 'client')}: ${text}`),
  );
  return [
    heading(2, name),
    `<p><strong>${escaped(knee.sentence)}</strong></p>`,
    htmlTable(
      columns.map(({ label }) => label),
      levels.map(level =>
        columns.map(({ value, text, doubt }) => `${text(value(level))}${doubt?.(level) ? '*' : ''}`),
      ),
    ),
    ...[...[rateNote(levels) ?? []].flat(), ...doubts, ...warnings, ...errors].map(note),
    note(knee.method),
    note(`In flight: ${columns.find(({ key }) => key === 'in_flight')?.definition ?? ''}`),
    note(folder),
  ];
}
