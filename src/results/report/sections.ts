import type { Chart } from '../../charts/chart.ts';
import type { Reason } from '../../core/compare/comparability.ts';
import { escaped } from '../../core/format/escaped.ts';
import type { TextTable } from '../../core/format/table.ts';
import { type FailureGroup, messageLine } from '../../core/metrics/failures.ts';
import { drawChart } from './drawChart.ts';
import { htmlTable } from './html.ts';

/** A chart with its description, and its data as a table that readers can expand. */
export function figure(chart: Chart): string {
  return [
    `<figure><h3>${escaped(chart.title)}</h3>`,
    drawChart(chart, 860, 340),
    `<figcaption>${escaped(chart.description)}</figcaption>`,
    `<details><summary>As a table</summary>${tableOf(chart.table)}</details></figure>`,
  ].join('\n');
}

export function tableOf({ columns, rows }: TextTable): string {
  return htmlTable(columns, rows);
}

export function heading(level: 1 | 2 | 3, text: string): string {
  return `<h${level}>${escaped(text)}</h${level}>`;
}

export function paragraph(text: string): string {
  return text === '' ? '' : `<p>${escaped(text)}</p>`;
}

export function list(texts: readonly string[]): string {
  return texts.length === 0 ? '' : `<ul>${texts.map(text => `<li>${escaped(text)}</li>`).join('\n')}</ul>`;
}

/** A reason against a comparison. */
export function reasonParagraph(severity: Reason['severity'], sentence: string): string {
  return severity === 'forbids' ? `<p class="forbids">${escaped(sentence)}</p>` : paragraph(sentence);
}

export function note(text: string): string {
  return `<p class="note">${escaped(text)}</p>`;
}

/** Failures by reason, each with its messages. */
export function errorNotes(errors: readonly FailureGroup[]): string[] {
  return errors.map(
    ({ count, label, example, messages }) =>
      `${count} x ${label}: ${messages.length > 1 ? messages.map(messageLine).join('; ') : example}`,
  );
}
