/** A cell of a CSV file; null and NaN become empty cells, because a missing value is not 0. */
export type CsvCell = string | number | boolean | null;

/**
 * A table as CSV (RFC 4180): comma, CRLF, quotes where needed. Text that a spreadsheet would read as a formula
 * gets a leading apostrophe, because names may come from untrusted sources.
 */
export function csvText(columns: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return csvLine(columns) + rows.map(csvLine).join('');
}

/** One line of CSV, for tables that are too large for one string. */
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
