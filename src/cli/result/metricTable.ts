import { formatCount, missing, quantityScale } from '../../core/format/quantities.ts';
import type { DistributionSummary } from '../../protocol/run.ts';
import type { Styles } from '../terminal/style.ts';
import { textWidth } from '../terminal/textWidth.ts';
import { table } from './table.ts';

type Statistic = 'mean' | 'p50' | 'p90' | 'p95' | 'p99' | 'max';

/** In the order of the columns; the last of `byImportance` goes first where the terminal is narrow. */
const columnOrder: readonly Statistic[] = ['mean', 'p50', 'p90', 'p95', 'p99', 'max'];
const byImportance: readonly Statistic[] = ['p50', 'p90', 'p99', 'mean', 'max', 'p95'];

export interface MetricRow {
  label: string;
  summary: DistributionSummary;
}

/**
 * One row a metric, each in its own unit, with its sample size. Percentiles of too few samples are dim
 * and starred; the reasons follow as footnotes.
 */
export function metricTable(rows: readonly MetricRow[], columns: number, styles: Styles): string[] {
  const shown = rows.filter(({ summary }) => summary.n > 0);
  if (shown.length === 0) return [];
  for (let kept = byImportance.length; ; kept--) {
    const statistics = columnOrder.filter(statistic => byImportance.slice(0, kept).includes(statistic));
    const lines = draw(shown, statistics, styles);
    if (kept === 1 || lines.every(line => textWidth(line) <= columns)) {
      return [...lines, ...footnotes(shown, statistics, styles)];
    }
  }
}

function draw(rows: readonly MetricRow[], statistics: readonly Statistic[], styles: Styles): string[] {
  // Each number is followed by a place for the star, so that stars do not shift the digits.
  const header = ['', 'n', 'unit', ...statistics.map(statistic => `${statistic} `)];
  const body = rows.map(({ label, summary }) => {
    const scale = quantityScale(summary.unit, summary.p50 ?? summary.mean);
    return [
      label,
      formatCount(summary.n),
      scale.unit,
      ...statistics.map(statistic => {
        const value = summary[statistic];
        if (value === null) return `${missing} `;
        return statistic in summary.unreliable
          ? styles.dim(`${scale.number(value)}*`)
          : `${scale.number(value)} `;
      }),
    ];
  });
  const [first = '', ...others] = table([header, ...body]);
  return [styles.dim(first), ...others];
}

/** Why numbers are starred, one line for each reason. */
function footnotes(rows: readonly MetricRow[], statistics: readonly Statistic[], styles: Styles): string[] {
  const reasons = new Map<string, Set<string>>();
  for (const { summary } of rows) {
    for (const statistic of statistics) {
      const reason = summary.unreliable[statistic];
      if (reason === undefined) continue;
      reasons.set(reason, (reasons.get(reason) ?? new Set()).add(statistic));
    }
  }
  return [...reasons].map(([reason, starred]) => styles.dim(`* ${[...starred].join(', ')}: ${reason}`));
}
