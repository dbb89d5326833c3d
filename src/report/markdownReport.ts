import { comparisonMarkdown } from '../core/compare/comparisonTable.ts';
import { markdownCell, markdownTable } from '../core/format/markdown.ts';
import { countOf } from '../core/format/quantities.ts';
import { summaryColumns, summaryTable } from '../core/format/summaryTable.ts';
import { type Heatmap, heatmapMetrics } from '../core/heatmap/heatmap.ts';
import { achievedTable, heatmapTable } from '../core/heatmap/heatmapTable.ts';
import { loadTestMarkdown } from '../core/loadTest/levelTable.ts';
import { metricDefinitions } from '../core/metrics/definitions.ts';
import type { ReportContent } from './reportPage.ts';
import type { NamedReport } from './runCharts.ts';
import { errorNotes } from './sections.ts';

/** The numbers of a report as Markdown, for a pull request. */
export function markdownReport(content: ReportContent): string {
  switch (content.kind) {
    case 'run':
      return runMarkdown(content.run);
    case 'runs': {
      const { recipe, findings, comparison } = content;
      const found = findings.map(finding => `- ${markdownCell(finding)}`).join('\n');
      return [
        ...(findings.length === 0 ? [] : [`## ${markdownCell(recipe ?? 'Findings')}\n\n${found}\n`]),
        ...comparison.pairs.map(comparisonMarkdown),
      ].join('\n');
    }
    case 'load-tests':
      return content.tests.map(({ name, levels, knee }) => loadTestMarkdown(name, levels, knee)).join('\n');
    case 'heatmaps':
      return content.heatmaps.map(heatmapMarkdown).join('\n');
  }
}

function runMarkdown({ name, report }: NamedReport): string {
  const { endpoint, totalRequests, failedRequests, clients, metrics, partial, warnings, diagnostics } =
    report;
  const { rows, scalars } = summaryTable(metrics);
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
    starred ? '\\* too few values to be relied on.' : '',
    markdownTable({ columns: ['', 'Value'], rows: scalars.map(({ label, text }) => [label, text]) }),
    notes.map(note => `- ${markdownCell(note)}`).join('\n'),
  ]);
}

function heatmapMarkdown(heatmap: Heatmap): string {
  const { name, model, warnings, achieved, cells } = heatmap;
  const measured = heatmapMetrics.filter(metric =>
    cells.flat().some(cell => (cell?.values[metric].n ?? 0) > 0),
  );
  return joined([
    `## ${markdownCell(name)}`,
    markdownCell(model),
    ...measured.flatMap(metric => [
      `${metricDefinitions[metric].label}, median by length:`,
      markdownTable(heatmapTable(heatmap, metric)),
    ]),
    ...(measured.length === 0 ? ['No request succeeded.'] : []),
    ...(achieved.length === 0
      ? []
      : ['Lengths asked for and achieved:', markdownTable(achievedTable(heatmap))]),
    warnings.map(warning => `- ${markdownCell(warning)}`).join('\n'),
  ]);
}

function joined(parts: readonly string[]): string {
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}
