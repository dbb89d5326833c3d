import { formatCount, missing } from '../../core/format/quantities.ts';
import { type SummaryCell, type SummaryRow, summaryColumns } from '../../core/format/summaryTable.ts';
import { type PercentileKey, percentiles, valuesNeeded } from '../../core/metrics/distribution.ts';
import type { Styles } from '../terminal/style.ts';
import { textWidth } from '../terminal/textWidth.ts';
import { table } from './table.ts';

type ColumnKey = (typeof summaryColumns)[number]['key'];

/** On a narrow terminal, columns are dropped from the end of this list. The sample size always stays. */
const byImportance: readonly ColumnKey[] = ['n', 'p50', 'p90', 'p99', 'mean', 'max', 'p95', 'p50ci', 'p999'];

/**
 * One row per metric, with its sample size. Percentiles of too few samples are dim and starred, and a footnote
 * says why.
 */
export function metricTable(rows: readonly SummaryRow[], columns: number, styles: Styles): string[] {
  if (rows.length === 0) return [];
  for (let kept = byImportance.length; ; kept--) {
    const shown = new Set(byImportance.slice(0, kept).filter(key => isWorthShowing(rows, key)));
    const lines = draw(rows, shown, styles);
    if (kept === 2 || lines.every(line => textWidth(line) <= columns)) {
      return [...lines, ...footnote(rows, shown, styles)];
    }
  }
}

function draw(rows: readonly SummaryRow[], shown: ReadonlySet<ColumnKey>, styles: Styles): string[] {
  // Each number is followed by a place for the star, so that stars do not shift the digits.
  const pick = <T>(values: readonly T[]) => values.filter((_, i) => shown.has(keyAt(i)));
  const header = ['', ...pick(summaryColumns).map(({ label }) => `${label} `)];
  const body = rows.map(({ label, cells }) => [
    label,
    ...pick(cells).map(({ text, unreliable }) => (unreliable === null ? `${text} ` : styles.dim(`${text}*`))),
  ]);
  const [first = '', ...others] = table([header, ...body], 'right', ' ');
  return [styles.dim(first), ...others];
}

function cellsOf(rows: readonly SummaryRow[], key: ColumnKey): SummaryCell[] {
  return rows.flatMap(({ cells }) => cells.filter((_, i) => keyAt(i) === key));
}

/** Whether a column has values. That of the most extreme percentile must have a reliable one. */
function isWorthShowing(rows: readonly SummaryRow[], key: ColumnKey): boolean {
  return cellsOf(rows, key).some(
    ({ text, unreliable }) => text !== missing && (unreliable === null || key !== 'p999'),
  );
}

function keyAt(index: number): ColumnKey {
  return summaryColumns[index]?.key ?? 'n';
}

/** How many values the starred percentiles need. */
function footnote(rows: readonly SummaryRow[], shown: ReadonlySet<ColumnKey>, styles: Styles): string[] {
  const needs = (Object.keys(percentiles) as PercentileKey[])
    .filter(key => shown.has(key) && cellsOf(rows, key).some(({ unreliable }) => unreliable !== null))
    .map(
      key =>
        `${summaryColumns.find(column => column.key === key)?.label} needs ${formatCount(valuesNeeded(key))}`,
    );
  return needs.length === 0 ? [] : [styles.dim(`* too few values (n): ${needs.join(', ')}`)];
}
