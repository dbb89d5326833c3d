import { type ComparisonRow, comparisonRows } from '../../../core/compare/comparisonTable.ts';
import type { PairComparison } from '../../../core/compare/result.ts';
import type { ShownStatistic } from '../panel/experimentUiState.ts';

/** One row per metric, with the chosen statistic or the only one it has; or a row for every statistic. */
export function shownRows(pair: PairComparison, statistic: ShownStatistic): ComparisonRow[] {
  const rows = comparisonRows(pair);
  if (statistic === 'all') return rows;
  return pair.metrics.flatMap(({ key }) => {
    const own = rows.filter(row => row.key === key);
    return own.find(row => row.found.statistic === statistic) ?? own.slice(0, 1);
  });
}
