import type { Chart, ChartTheme } from '../core/charts/chart.ts';
import { compareBoxChart } from '../core/charts/compareBoxChart.ts';
import { compareEcdfChart } from '../core/charts/compareEcdfChart.ts';
import type { ComparedValues } from '../core/charts/compareSides.ts';
import { compareTimeChart } from '../core/charts/compareTimeChart.ts';
import { comparisonColumns, comparisonRows } from '../core/compare/comparisonTable.ts';
import type { PairComparison } from '../core/compare/result.ts';
import { countOf } from '../core/format/quantities.ts';
import { summaryColumns, summaryTable } from '../core/format/summaryTable.ts';
import { metricDefinitions } from '../core/metrics/definitions.ts';
import type { Report, ReportColumns } from '../protocol/run.ts';
import { drawChart } from './drawChart.ts';
import { escaped, htmlPage, htmlTable } from './html.ts';

/** Dark on white, for paper. */
const theme: ChartTheme = {
  foreground: '#1f2328',
  muted: '#59636e',
  grid: '#e4e8ec',
  surface: '#ffffff',
  border: '#d1d9e0',
  primary: '#0969da',
  secondary: '#bc4c00',
  failed: '#b00020',
  fontFamily: 'system-ui, sans-serif',
  highContrast: false,
};

const charted = ['ttft', 'ttlt', 'tpot'] as const;

/** A run with the name that tells it from the others of the report. */
export interface NamedReport {
  name: string;
  report: Report;
}

/** Saved runs as one HTML page: each run's numbers, their comparisons, and charts of all runs together. */
export function runsReport(runs: readonly NamedReport[], pairs: readonly PairComparison[]): string {
  const title = `LLMeter report: ${runs.map(({ name }) => name).join(', ')}`;
  const body = [
    `<h1>${escaped(title)}</h1>`,
    ...runs.map(runSection),
    ...pairs.map(pairSection),
    '<h2>Charts</h2>',
    ...chartsOf(runs).map(figure),
  ];
  return htmlPage(title, body.join('\n'));
}

function runSection({ name, report }: NamedReport): string {
  const { endpoint, clients, totalRequests, failedRequests, partial, warnings, diagnostics, errors } = report;
  const { rows, scalars } = summaryTable(report.metrics);
  const facts = [
    endpoint.model,
    endpoint.kind,
    `${countOf(totalRequests, 'request')}, ${countOf(failedRequests, 'failure')}`,
    countOf(clients, 'client'),
  ];
  const notes = [
    ...(partial === null ? [] : [partial]),
    ...warnings,
    ...diagnostics.map(({ message, advice }) => `${message} ${advice}`),
    ...errors.map(({ count, label, example }) => `${count} x ${label}: ${example}`),
  ];
  return [
    `<h2>${escaped(name)}</h2>`,
    `<p>${escaped(facts.filter(fact => fact !== '').join(', '))}</p>`,
    ...notes.map(note => `<p class="note">${escaped(note)}</p>`),
    htmlTable(
      ['', ...summaryColumns.map(({ label }) => label)],
      rows.map(({ label, cells }) => [
        label,
        ...cells.map(({ text, unreliable }) => (unreliable === null ? text : `${text}*`)),
      ]),
    ),
    '<p class="note">* too few values (n) to be relied on.</p>',
    htmlTable(
      ['', ''],
      scalars.map(({ label, text }) => [label, text]),
    ),
  ].join('\n');
}

function pairSection(pair: PairComparison): string {
  const titles = comparisonColumns.map(column =>
    column === 'baseline' ? pair.baseline : column === 'candidate' ? pair.candidate : column,
  );
  const rows = comparisonRows(pair);
  return [
    `<h2>${escaped(`${pair.candidate} against ${pair.baseline}`)}</h2>`,
    ...pair.reasons.map(({ severity, because, advice }) =>
      severity === 'forbids'
        ? `<p class="forbids">${escaped(`Not comparable because ${because}. ${advice}`)}</p>`
        : `<p>${escaped(`Caution: ${because}. ${advice}`)}</p>`,
    ),
    `<p><strong>${escaped(pair.conclusion)}</strong></p>`,
    htmlTable(
      titles,
      rows.map(row => [
        row.label,
        row.baseline,
        row.candidate,
        row.n,
        row.absolute,
        row.relative,
        row.verdict,
      ]),
    ),
    `<p class="note">${escaped(pair.family)}</p>`,
  ].join('\n');
}

/** Charts of the metrics that any run has; failed requests have no latency. */
function chartsOf(runs: readonly NamedReport[]): Chart[] {
  const compared = charted.map((key): ComparedValues & { key: string } => ({
    key,
    label: metricDefinitions[key].label,
    unit: metricDefinitions[key].unit,
    sides: runs.map(({ name, report }) => ({ name, values: succeeded(report.columns, key) })),
  }));
  const known = compared.filter(({ sides }) =>
    sides.some(({ values }) => Array.from(values).some(Number.isFinite)),
  );
  return known.flatMap(metric => {
    const timed = {
      ...metric,
      sides: metric.sides.map((side, i) => ({
        ...side,
        at: runs[i]?.report.columns.sentAt ?? new Float64Array(),
      })),
    };
    const overTime = metric.key === 'ttft' ? [compareTimeChart(timed, theme)] : [];
    return [compareEcdfChart(metric, 'log', theme), compareBoxChart(metric, 'log', theme), ...overTime];
  });
}

function succeeded(columns: ReportColumns, key: (typeof charted)[number]): Float64Array {
  return columns[key].map((value, i) => (columns.failed[i] === 1 ? Number.NaN : value));
}

function figure(chart: Chart): string {
  return [
    `<figure><h3>${escaped(chart.title)}</h3>`,
    drawChart(chart, 860, 340),
    `<figcaption>${escaped(chart.description)}</figcaption>`,
    `<details><summary>As a table</summary>${htmlTable(chart.table.columns, chart.table.rows)}</details></figure>`,
  ].join('\n');
}
