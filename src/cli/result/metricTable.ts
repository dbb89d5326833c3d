import { missing } from '../../core/format/quantities.ts';
import { type SummaryRow, summaryColumns } from '../../core/format/summaryTable.ts';
import type { Styles } from '../terminal/style.ts';
import { textWidth } from '../terminal/textWidth.ts';
import { table } from './table.ts';

type ColumnKey = (typeof summaryColumns)[number]['key'];

/** A narrow terminal loses columns from the end of this list; the sample size always stays. */
const byImportance: readonly ColumnKey[] = ['n', 'p50', 'p90', 'p99', 'mean', 'max', 'p95', 'p50ci', 'p999'];

/**
 * One row a metric with its sample size. Numbers of too few samples are dim and starred; the reasons
 * follow as footnotes.
 */
export function metricTable(rows: readonly SummaryRow[], columns: number, styles: Styles): string[] {
  if (rows.length === 0) return [];
  for (let kept = byImportance.length; ; kept--) {
    const shown = new Set(byImportance.slice(0, kept).filter(key => hasValues(rows, key)));
    const lines = draw(rows, shown, styles);
    if (kept === 2 || lines.every(line => textWidth(line) <= columns)) {
      return [...lines, ...footnotes(rows, shown, styles)];
    }
  }
}

function draw(rows: readonly SummaryRow[], shown: ReadonlySet<ColumnKey>, styles: Styles): string[] {
  // A place for the star follows each number, so that stars do not shift the digits.
  const pick = <T>(values: readonly T[]) => values.filter((_, i) => shown.has(keyAt(i)));
  const header = ['', ...pick(summaryColumns).map(({ label }) => `${label} `)];
  const body = rows.map(({ label, cells }) => [
    label,
    ...pick(cells).map(({ text, unreliable }) => (unreliable === null ? `${text} ` : styles.dim(`${text}*`))),
  ]);
  const [first = '', ...others] = table([header, ...body], ' ');
  return [styles.dim(first), ...others];
}

function hasValues(rows: readonly SummaryRow[], key: ColumnKey): boolean {
  return rows.some(({ cells }) => cells.some(({ text }, i) => keyAt(i) === key && text !== missing));
}

function keyAt(index: number): ColumnKey {
  return summaryColumns[index]?.key ?? 'n';
}

/** Why numbers are starred, one line for each reason. */
function footnotes(rows: readonly SummaryRow[], shown: ReadonlySet<ColumnKey>, styles: Styles): string[] {
  const starred = new Map<string, Set<string>>();
  for (const { cells } of rows) {
    for (const [i, { unreliable }] of cells.entries()) {
      const column = summaryColumns[i];
      if (unreliable === null || !column || !shown.has(column.key)) continue;
      starred.set(unreliable, (starred.get(unreliable) ?? new Set()).add(column.label));
    }
  }
  return [...starred].map(([reason, labels]) => styles.dim(`* ${[...labels].join(', ')}: ${reason}`));
}
