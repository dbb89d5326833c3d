import { type MetricDefinition, metricDefinitions, steadyKeys } from '../metrics/definitions.ts';
import { type Distribution, tailKeys } from '../metrics/distribution.ts';
import { steadyRatesLead } from '../metrics/leadingRates.ts';
import type { Scalar } from '../metrics/metricColumns.ts';
import {
  formatCount,
  formatPercent,
  formatQuantity,
  missing,
  type QuantityScale,
  quantityScale,
} from './quantities.ts';

/** One number of the summary; `unreliable` says why it is unreliable. */
export interface SummaryCell {
  readonly text: string;
  readonly unreliable: string | null;
  /** Its 95 % confidence interval, if it has one that is not in a column of its own. */
  readonly interval?: string;
}

export interface SummaryRow {
  readonly key: string;
  readonly label: string;
  readonly definition: string;
  /** One for each of `summaryColumns`. */
  readonly cells: readonly SummaryCell[];
}

export interface SummaryScalar {
  readonly key: string;
  readonly label: string;
  readonly definition: string;
  readonly text: string;
}

export interface SummaryTable {
  readonly rows: readonly SummaryRow[];
  readonly scalars: readonly SummaryScalar[];
  /** The 95 % confidence intervals of the percentiles of `tailKeys`, of the metrics that have any. */
  readonly intervals: readonly {
    readonly key: string;
    readonly label: string;
    readonly cells: readonly string[];
  }[];
}

type StatisticKey = 'mean' | 'p50' | 'p50ci' | 'p90' | 'p95' | 'p99' | 'p999' | 'max' | 'n';

/** The columns of the summary, in order. */
export const summaryColumns: readonly { key: StatisticKey; label: string; definition: string }[] = [
  { key: 'mean', label: 'Mean', definition: 'Arithmetic mean.' },
  { key: 'p50', label: 'p50', definition: 'Median: half of the values are at most this.' },
  {
    key: 'p50ci',
    label: '95 % CI of p50',
    definition: '95 % bootstrap confidence interval of the median.',
  },
  { key: 'p90', label: 'p90', definition: '90 % of the values are at most this.' },
  { key: 'p95', label: 'p95', definition: '95 % of the values are at most this.' },
  { key: 'p99', label: 'p99', definition: '99 % of the values are at most this.' },
  { key: 'p999', label: 'p99.9', definition: '99.9 % of the values are at most this.' },
  { key: 'max', label: 'Max', definition: 'The largest value.' },
  { key: 'n', label: 'n', definition: 'Number of values that the row is based on.' },
];

function definitionOf(key: string): MetricDefinition | undefined {
  return Object.hasOwn(metricDefinitions, key)
    ? metricDefinitions[key as keyof typeof metricDefinitions]
    : undefined;
}

function cellsOf(metric: Distribution): SummaryCell[] {
  const scale = quantityScale(metric.unit, metric.p50 ?? metric.mean);
  return summaryColumns.map(({ key }) => {
    const unreliable = metric.unreliable[key] ?? null;
    if (key === 'n') return { text: formatCount(metric.n), unreliable };
    if (key === 'p50ci') return { text: intervalText(metric.p50ci, scale) ?? missing, unreliable };
    const value = metric[key];
    const interval = isTail(key) ? intervalText(metric[`${key}ci`], scale) : null;
    return {
      text: value === null ? missing : scale.text(value),
      unreliable,
      ...(interval !== null && { interval }),
    };
  });
}

function isTail(key: StatisticKey): key is (typeof tailKeys)[number] {
  return (tailKeys as readonly string[]).includes(key);
}

function intervalText(interval: [number, number] | undefined, scale: QuantityScale): string | null {
  return interval ? `${scale.number(interval[0])}–${scale.text(interval[1])}` : null;
}

/** The rows of the intervals: those of p90 first, because they need the fewest values. */
function intervalsOf(rows: readonly SummaryRow[]): SummaryTable['intervals'] {
  return rows.flatMap(({ key, label, cells }) => {
    const own = summaryColumns.flatMap((column, i) =>
      isTail(column.key) ? [cells[i]?.interval ?? missing] : [],
    );
    return own.every(text => text === missing) ? [] : [{ key, label, cells: own }];
  });
}

/** Heads the table of intervals. */
export const intervalColumns: readonly string[] = ['95 % CI', ...tailKeys];

/** Writes a scalar; a fraction (a rate without a unit) becomes a percentage. */
export function scalarText(key: string, { value, unit }: Scalar): string {
  return unit === '' && key.endsWith('_rate') ? formatPercent(value) : formatQuantity(value, unit);
}

function sameValues(a: Distribution | Scalar | undefined, b: Distribution | Scalar | undefined): boolean {
  if (a === undefined || b === undefined || !('p50' in a) || !('p50' in b)) return false;
  return a.n === b.n && a.mean === b.mean && a.max === b.max;
}

/** Our metrics as rows of text, in the order of their definitions, without empty and redundant ones. */
export function summaryTable(metrics: Readonly<Record<string, Distribution | Scalar>>): SummaryTable {
  const rows: SummaryRow[] = [];
  const scalars: SummaryScalar[] = [];
  const known = Object.keys(metricDefinitions).filter(key => Object.hasOwn(metrics, key));
  const unknown = Object.keys(metrics).filter(key => definitionOf(key) === undefined);
  for (const key of [...known, ...unknown]) {
    const metric = metrics[key];
    if (metric === undefined || !hasValues(metric) || repeatsAnother(key, metrics)) continue;
    const { label: name, definition } = definitionOf(key) ?? { label: key, definition: '' };
    const label = ofWholeRun(key, metrics) ? `${name}, whole run` : name;
    if ('p50' in metric) rows.push({ key, label, definition, cells: cellsOf(metric) });
    else scalars.push({ key, label, definition, text: scalarText(key, metric) });
  }
  return { rows, scalars, intervals: intervalsOf(rows) };
}

function hasValues(metric: Distribution | Scalar): boolean {
  return 'p50' in metric ? metric.n > 0 : metric.value !== null;
}

/**
 * Whether a metric only repeats another. Rates of the steady window may hardly differ from those of the whole
 * run. If every request was sent on schedule, end to end equals TTLT and
 * queue is zero. TTFT of any kind may equal TTFT.
 */
function repeatsAnother(key: string, metrics: Readonly<Record<string, Distribution | Scalar>>): boolean {
  if (steadyOnes.has(key)) return !steadyRatesLead(metrics);
  if (key === 'ttft_any') return sameValues(metrics['ttft_any'], metrics['ttft']);
  if (key !== 'queue' && key !== 'e2e') return false;
  const queue = metrics['queue'];
  return queue === undefined || !('p50' in queue) || (queue.max ?? 0) <= 0;
}

const steadyOnes: ReadonlySet<string> = new Set(Object.values(steadyKeys));

/** Whether a rate is that of the whole run, beside one that leads. */
function ofWholeRun(key: string, metrics: Readonly<Record<string, Distribution | Scalar>>): boolean {
  return Object.hasOwn(steadyKeys, key) && steadyRatesLead(metrics);
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

/**
 * The summary as Markdown, below a heading and some facts. Unreliable percentiles are in parentheses, with
 * the reason below the table.
 */
export function summaryMarkdown(
  title: string,
  facts: readonly (readonly [label: string, value: string])[],
  table: SummaryTable,
): string {
  const greyed = table.rows.some(row => row.cells.some(cell => cell.unreliable !== null));
  const rows = table.rows.map(row =>
    line([row.label, ...row.cells.map(cell => (cell.unreliable === null ? cell.text : `(${cell.text})`))]),
  );
  const parts = [
    `## ${title.replaceAll('\n', ' ')}`,
    facts.map(([label, value]) => `- ${label}: ${value}`).join('\n'),
    [
      line(['Metric', ...summaryColumns.map(column => column.label)]),
      line(['---', ...summaryColumns.map(() => '---:')]),
      ...rows,
    ].join('\n'),
    greyed ? 'In parentheses: too few values for this percentile.' : '',
    table.intervals.length === 0
      ? ''
      : [
          line(intervalColumns),
          line(['---', ...tailKeys.map(() => '---:')]),
          ...table.intervals.map(({ label, cells }) => line([label, ...cells])),
        ].join('\n'),
    table.scalars.length === 0
      ? ''
      : [
          line(['Metric', 'Value']),
          line(['---', '---:']),
          ...table.scalars.map(s => line([s.label, s.text])),
        ].join('\n'),
  ];
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}
