/** The row that a key leads to from `row`, or null where the key does not move. */
export function moveInGrid(key: string, row: number, rows: number, page: number): number | null {
  const target: Record<string, number> = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + page,
    PageUp: row - page,
    Home: 0,
    End: rows - 1,
  };
  const to = target[key];
  return to === undefined ? null : Math.max(0, Math.min(rows - 1, to));
}
