import { textWidth } from '../terminal/textWidth.ts';

/** Aligns cells in columns: the first to the left, the others to `side`. Cells may be coloured. */
export function table(rows: readonly (readonly string[])[], side: 'left' | 'right', gap = '  '): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, textWidth(cell));
    }
  }
  return rows.map(row =>
    row
      .map((cell, column) => {
        const padding = ' '.repeat((widths[column] ?? 0) - textWidth(cell));
        return column === 0 || side === 'left' ? cell + padding : padding + cell;
      })
      .join(gap)
      .trimEnd(),
  );
}
