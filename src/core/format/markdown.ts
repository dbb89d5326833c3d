import type { TextTable } from './table.ts';

/** Escapes a text for a cell or line of Markdown, because names and errors may contain anything. */
export function markdownCell(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\r\n]+/g, ' ');
}

/** A table with the first column aligned left and the others right. */
export function markdownTable({ columns, rows }: TextTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(markdownCell)),
    line(columns.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...rows.map(row => line(row.map(markdownCell))),
  ].join('\n');
}
