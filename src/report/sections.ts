import type { Chart, ChartTable } from '../core/charts/chart.ts';
import { type ComparisonRow, rowTexts } from '../core/compare/comparisonTable.ts';
import { escaped } from '../core/format/escaped.ts';
import type { FailureGroup } from '../core/metrics/failures.ts';
import { drawChart } from './drawChart.ts';
import { htmlTable } from './html.ts';

/** A chart with its words, and its facts as a table that can be opened. */
export function figure(chart: Chart): string {
  return [
    `<figure><h3>${escaped(chart.title)}</h3>`,
    drawChart(chart, 860, 340),
    `<figcaption>${escaped(chart.description)}</figcaption>`,
    `<details><summary>As a table</summary>${tableOf(chart.table)}</details></figure>`,
  ].join('\n');
}

export function tableOf({ columns, rows }: ChartTable): string {
  return htmlTable(columns, rows);
}

/** Differences of parts, such as a load test's levels. */
export function rowsTable(baseline: string, candidate: string, rows: readonly ComparisonRow[]): string {
  return htmlTable(['', baseline, candidate, 'n', 'Difference', 'Relative', 'Verdict'], rows.map(rowTexts));
}

export function heading(level: 1 | 2 | 3, text: string): string {
  return `<h${level}>${escaped(text)}</h${level}>`;
}

export function paragraph(text: string): string {
  return text === '' ? '' : `<p>${escaped(text)}</p>`;
}

export function note(text: string): string {
  return `<p class="note">${escaped(text)}</p>`;
}

/** Failures by reason, each with what was said first. */
export function errorNotes(errors: readonly FailureGroup[]): string[] {
  return errors.map(({ count, label, example }) => `${count} x ${label}: ${example}`);
}
