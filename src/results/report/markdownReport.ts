import { comparisonsMarkdown } from '../../core/compare/comparisonMarkdown.ts';
import { markdownCell, markdownTable } from '../../core/format/markdown.ts';
import { countOf } from '../../core/format/quantities.ts';
import { intervalColumns, summaryColumns, summaryTable } from '../../core/format/summaryTable.ts';
import { heatmapsMarkdown } from '../../core/heatmap/heatmapMarkdown.ts';
import { loadTestsMarkdown } from '../../core/loadTest/loadTestsMarkdown.ts';
import { repeatedMarkdown } from '../../core/repeats/repeatedRun.ts';
import { contributedStats } from '../../core/stats/contributedStats.ts';
import type { NamedReport, ReportContent } from './reportContent.ts';
import { errorNotes } from './sections.ts';

/** The numbers of a report as Markdown, for a pull request. */
export function markdownReport(content: ReportContent): string {
  switch (content.kind) {
    case 'run':
      return runMarkdown(content.run);
    case 'runs':
      return comparisonsMarkdown(content);
    case 'load-tests':
      return loadTestsMarkdown(content.tests, content.comparisons);
    case 'heatmaps':
      return heatmapsMarkdown(content.heatmaps, content.comparisons);
    case 'repeats':
      return repeatedMarkdown(content.repeated);
  }
}

function runMarkdown({ name, report }: NamedReport): string {
  const { endpoint, totalRequests, failedRequests, clients, metrics, partial, warnings, diagnostics } =
    report;
  const { rows, scalars, intervals } = summaryTable(metrics);
  const contributed = contributedStats(report.stats);
  const starred = rows.some(({ cells }) => cells.some(({ unreliable }) => unreliable !== null));
  const notes = [
    ...(partial === null ? [] : [partial]),
    ...warnings,
    ...diagnostics.map(({ message, advice }) => `${message} ${advice}`),
    ...errorNotes(report.errors),
  ];
  const facts = [
    endpoint.model,
    `${countOf(totalRequests, 'request')}, ${countOf(failedRequests, 'failure')}`,
    countOf(clients, 'client'),
  ];
  return joined([
    `## ${markdownCell(name)}`,
    markdownCell(facts.filter(Boolean).join(', ')),
    markdownTable({
      columns: ['', ...summaryColumns.map(({ label }) => label)],
      rows: rows.map(({ label, cells }) => [
        label,
        ...cells.map(({ text, unreliable }) => (unreliable === null ? text : `${text} *`)),
      ]),
    }),
    starred ? '\\* too few values to be reliable.' : '',
    intervals.length === 0
      ? ''
      : markdownTable({
          columns: [...intervalColumns],
          rows: intervals.map(({ label, cells }) => [label, ...cells]),
        }),
    markdownTable({ columns: ['', 'Value'], rows: scalars.map(({ label, text }) => [label, text]) }),
    contributed.length === 0
      ? ''
      : markdownTable({
          columns: ['Contributed by callbacks', 'Value'],
          rows: contributed.map(stat => [stat.name, stat.text]),
        }),
    notes.map(note => `- ${markdownCell(note)}`).join('\n'),
  ]);
}

function joined(parts: readonly string[]): string {
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}
