/** The row that a key moves to from `row`, up to the first or last one; null where the key does not move. */
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

const arrows = {
  horizontal: { next: 'ArrowRight', previous: 'ArrowLeft' },
  vertical: { next: 'ArrowDown', previous: 'ArrowUp' },
} as const;

/** The item that a key moves to from `item`, past the ends to the other end; null where the key does not move. */
export function moveInList(
  key: string,
  item: number,
  items: number,
  direction: keyof typeof arrows,
): number | null {
  const { next, previous } = arrows[direction];
  if (key === next) return (item + 1) % items;
  if (key === previous) return (item - 1 + items) % items;
  if (key === 'Home') return 0;
  return key === 'End' ? items - 1 : null;
}
