import { type ComparisonRow, comparisonRows } from '../../../core/compare/comparisonTable.ts';
import type { PairComparison } from '../../../core/compare/result.ts';
import type { ShownStatistic } from '../panel/experimentUiState.ts';

/**
 * One row per metric, with the chosen statistic or the only one it has, and one for the same length of answers;
 * or a row for every statistic.
 */
export function shownRows(pair: PairComparison, statistic: ShownStatistic): ComparisonRow[] {
  const rows = comparisonRows(pair);
  if (statistic === 'all') return rows;
  return pair.metrics.flatMap(({ key }) => {
    const own = rows.filter(row => row.key === key);
    const plain = own.find(({ found }) => found.statistic === statistic && found.adjusted === undefined);
    return [
      ...(plain ? [plain] : own.slice(0, 1)),
      ...own.filter(({ found }) => found.adjusted !== undefined),
    ];
  });
}
