import type { TextTable } from './table.ts';

/** A text as one cell or line of Markdown: names and errors come from others. */
export function markdownCell(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\r\n]+/g, ' ');
}

/** A table, the first column to the left, the others to the right. */
export function markdownTable({ columns, rows }: TextTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(markdownCell)),
    line(columns.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...rows.map(row => line(row.map(markdownCell))),
  ].join('\n');
}
