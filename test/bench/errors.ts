import { quantile } from '../../src/core/stats/percentiles.ts';

/** One quantile of unsorted values. */
export function quantileOf(values: readonly number[], q: number): number {
  return quantile(Float64Array.from(values).sort(), q);
}

/** p50, p99 and maximum of errors (measured - true). */
export function errors(values: readonly number[]): string {
  return [0.5, 0.99, 1].map(q => quantileOf(values, q).toFixed(2)).join(' / ');
}

/** A Markdown table; `columns` maps each heading to its alignment. */
export function markdownTable(
  columns: Readonly<Record<string, 'left' | 'right'>>,
  rows: readonly (readonly (string | number)[])[],
): string {
  const alignments = Object.values(columns).map(side => (side === 'left' ? '---' : '---:'));
  return [Object.keys(columns), alignments, ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}
