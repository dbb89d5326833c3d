import type { Report } from '../../../protocol/run.ts';
import type { GridSort } from '../../parts/gridTypes.ts';
import type { RequestFilter } from '../panel/runUiState.ts';

/** The number of requests that the filter "slowest" keeps. */
export const slowestCount = 100;

/** The columns by which requests can be sorted, as numbers; NaN = missing. */
export function sortColumn(report: Report, key: string): ArrayLike<number> {
  const { columns } = report;
  switch (key) {
    case 'sentAt':
    case 'ttft':
    case 'ttlt':
    case 'tpot':
    case 'inputTokens':
    case 'outputTokens':
    case 'client':
    case 'failed':
      return columns[key];
    default:
      return Float64Array.from(report.ids, (_, i) => i);
  }
}

function sorted(items: Uint32Array, column: ArrayLike<number>, descending: boolean): Uint32Array {
  const sign = descending ? -1 : 1;
  return items.slice().sort((a, b) => {
    const x = column[a] ?? Number.NaN;
    const y = column[b] ?? Number.NaN;
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b;
    return sign * (x - y) || a - b;
  });
}

/** Which requests to list, and in which order; missing values come last in both directions. */
export function requestOrder(report: Report, filter: RequestFilter, sort: GridSort): Uint32Array {
  const all = Uint32Array.from(report.ids, (_, i) => i);
  let items = all;
  if (filter === 'failed') items = all.filter(i => report.columns.failed[i] === 1);
  if (filter === 'slowest') {
    const answered = all.filter(i => report.columns.failed[i] !== 1 && !Number.isNaN(report.columns.ttlt[i]));
    items = sorted(answered, report.columns.ttlt, true).slice(0, slowestCount);
  }
  return sorted(items, sortColumn(report, sort.key), sort.descending);
}
