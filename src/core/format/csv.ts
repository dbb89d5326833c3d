/** A cell of a CSV file; null and NaN are left empty, for a missing value is never 0. */
export type CsvCell = string | number | boolean | null;

/**
 * A table as CSV (RFC 4180): comma, CRLF, quotes where needed. Text that a spreadsheet would take for a
 * formula begins with an apostrophe, for names in it may come from others.
 */
export function csvText(columns: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return csvLine(columns) + rows.map(csvLine).join('');
}

/** One line of it, for tables too large for a text. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

function cellText(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  if (typeof cell === 'boolean') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) && !Number.isFinite(Number(cell)) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
