import { llmeterPercentile } from './percentiles.ts';
import type { SortedColumn } from './sortedColumn.ts';
import type { Stats } from './stats.ts';

const percentiles = [50, 90, 99] as const;

/** Adds `<metric>-average`, `-p50`, `-p90`, `-p99` to `stats`; nothing for an empty column (llmeter-format 5.1). */
export function aggregate(metric: string, column: SortedColumn, stats: Stats): void {
  if (column.length === 0) return;
  stats[`${metric}-average`] = column.mean();
  for (const p of percentiles) stats[`${metric}-p${p}`] = llmeterPercentile(column, p);
}
