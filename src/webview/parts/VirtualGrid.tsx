// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop, aria-activedescendant names the row
// biome-ignore-all lint/a11y/useSemanticElements: a real table cannot leave out the rows that are not in view
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { GridColumn, GridSort } from './gridTypes.ts';
import { Icon } from './Icon.tsx';
import { moveInGrid } from './moveByKey.ts';
import './virtualGrid.css';

interface Props {
  label: string;
  columns: readonly GridColumn[];
  /** The items to show, in order; a row shows one item. */
  items: Uint32Array;
  sort: GridSort;
  onSort: (key: string) => void;
  /** The item whose detail is open. */
  opened: number | null;
  onOpen: (item: number, byKeyboard: boolean) => void;
}

const rowHeight = 24;
/** Rows drawn above and below those in view, so that scrolling shows no gap. */
const overscan = 8;

/**
 * A table that draws only the rows in view, so that 100,000 scroll as smoothly as ten. It is one tab stop: the
 * arrow keys, Page Up, Page Down, Home and End move, Enter opens, and the headers sort.
 */
export function VirtualGrid({ label, columns, items, sort, onSort, opened, onOpen }: Props) {
  const { box, first, last, page, onScroll, reveal } = useVisibleRows(items.length);
  const [active, setActive] = useState(0);
  const row = Math.min(active, Math.max(0, items.length - 1));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || items.length === 0) return;
    const opens = event.key === 'Enter' || event.key === ' ';
    const target = opens ? row : moveInGrid(event.key, row, items.length, page);
    if (target === null) return;
    event.preventDefault();
    if (opens) return onOpen(items[row] ?? 0, true);
    setActive(target);
    reveal(target);
  };
  const pick = (at: number) => {
    setActive(at);
    onOpen(items[at] ?? 0, false);
  };
  return (
    <div
      class="grid"
      role="grid"
      aria-label={label}
      aria-rowcount={items.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={items.length > 0 ? `row-${row}` : undefined}
      tabIndex={0}
      ref={box}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
    >
      <GridHead columns={columns} sort={sort} onSort={onSort} />
      <div class="grid-space" role="rowgroup" style={{ height: `${items.length * rowHeight}px` }}>
        {Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i).map(at => (
          <GridRow
            key={at}
            at={at}
            item={items[at] ?? 0}
            columns={columns}
            active={at === row}
            opened={items[at] === opened}
            onPick={() => pick(at)}
          />
        ))}
      </div>
    </div>
  );
}

/** Which rows are in view, how many a page has, and how to bring a row into view. */
function useVisibleRows(count: number) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const sizes = new ResizeObserver(() => setHeight(element.clientHeight));
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);
  const reveal = (target: number) => {
    const element = box.current;
    if (element === null) return;
    const from = target * rowHeight;
    const shown = element.clientHeight - rowHeight;
    if (from < element.scrollTop) element.scrollTop = from;
    else if (from + rowHeight > element.scrollTop + shown) element.scrollTop = from + rowHeight - shown;
  };
  return {
    box,
    first: Math.max(0, Math.floor(top / rowHeight) - overscan),
    last: Math.min(count, Math.ceil((top + height) / rowHeight) + overscan),
    page: Math.max(1, Math.floor(height / rowHeight) - 2),
    onScroll: (event: { currentTarget: HTMLDivElement }) => setTop(event.currentTarget.scrollTop),
    reveal,
  };
}

function tracksOf(columns: readonly GridColumn[]): string {
  return columns.map(column => column.width).join(' ');
}

function GridHead({ columns, sort, onSort }: Pick<Props, 'columns' | 'sort' | 'onSort'>) {
  return (
    <div class="grid-head" role="row" aria-rowindex={1} style={{ gridTemplateColumns: tracksOf(columns) }}>
      {columns.map(column => (
        <div
          key={column.key}
          role="columnheader"
          aria-sort={sort.key === column.key ? (sort.descending ? 'descending' : 'ascending') : 'none'}
          class={column.align}
        >
          <button type="button" onClick={() => onSort(column.key)} data-tip={column.definition}>
            {column.label}
            {sort.key === column.key && <Icon name={sort.descending ? 'down' : 'up'} />}
          </button>
        </div>
      ))}
    </div>
  );
}

interface RowProps {
  at: number;
  item: number;
  columns: readonly GridColumn[];
  active: boolean;
  opened: boolean;
  onPick: () => void;
}

function GridRow({ at, item, columns, active, opened, onPick }: RowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid itself takes the keys
    <div
      id={`row-${at}`}
      class={`grid-row${active ? ' active' : ''}${opened ? ' opened' : ''}${at % 2 === 1 ? ' odd' : ''}`}
      role="row"
      aria-rowindex={at + 2}
      aria-selected={opened}
      tabIndex={-1}
      style={{ transform: `translateY(${at * rowHeight}px)`, gridTemplateColumns: tracksOf(columns) }}
      onMouseDown={event => event.preventDefault()}
      onClick={event => {
        event.currentTarget.closest<HTMLElement>('[role=grid]')?.focus();
        onPick();
      }}
    >
      {columns.map(column => (
        <div key={column.key} role="gridcell" class={`${column.align} ${column.tone?.(item) ?? ''}`}>
          {column.text(item)}
        </div>
      ))}
    </div>
  );
}
