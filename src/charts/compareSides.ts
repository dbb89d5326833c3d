import { formatCount, missing } from '../core/format/quantities.ts';
import type { TextTable } from '../core/format/table.ts';
import { quantile } from '../core/stats/percentiles.ts';
import type { ChartOption, ChartTheme } from './chart.ts';
import { marksAbove } from './frame.ts';

/** One run of a comparison: its name, and a metric's values, one per request; NaN = missing. */
export interface SideValues {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

/** A metric of several runs, to be drawn into one picture. */
export interface ComparedValues {
  readonly label: string;
  readonly unit: string;
  readonly sides: readonly SideValues[];
}

/** How one run is told from the others: by colour, and by the form of its lines and points as well. */
export interface SideStyle {
  readonly colour: string;
  readonly line: 'solid' | 'dashed' | 'dotted';
  readonly symbol: 'circle' | 'triangle' | 'rect' | 'diamond';
}

const lines = ['solid', 'dashed', 'dotted'] as const;
const symbols = ['circle', 'triangle', 'rect', 'diamond'] as const;

/** The style of the run at `index`; no two of the first twelve are alike. */
export function sideStyle(theme: ChartTheme, index: number): SideStyle {
  const colours = [theme.primary, theme.secondary, ...(theme.more ?? [theme.foreground, theme.muted])];
  return {
    colour: colours[index % colours.length] ?? theme.primary,
    line: lines[index % lines.length] ?? 'solid',
    symbol: symbols[index % symbols.length] ?? 'circle',
  };
}

/**
 * Names the runs above the picture: by their lines, by symbols where there are only points, or as ECharts
 * draws the series.
 */
export function legend(
  theme: ChartTheme,
  names: readonly string[],
  by: 'series' | 'lines' | readonly SideStyle['symbol'][] = 'series',
): ChartOption {
  const symbols = typeof by === 'string' ? null : by;
  return {
    type: 'scroll',
    show: names.length > 1,
    top: 0,
    left: 'center',
    itemWidth: symbols ? 9 : 25,
    itemHeight: symbols ? 9 : 8,
    itemGap: 16,
    data: names.map((name, i) => ({ name, ...(symbols && { icon: symbols[i] }) })),
    ...(by === 'lines' && { itemStyle: { opacity: 0 } }),
    textStyle: { color: theme.foreground, fontFamily: theme.fontFamily, fontSize: 11 },
    pageTextStyle: { color: theme.foreground },
    pageIconColor: theme.foreground,
    pageIconInactiveColor: theme.muted,
  };
}

/** Which stretches any side has values in, ascending. */
export function stretchesOfAny(sides: readonly ReadonlyMap<number, Float64Array>[]): number[] {
  return [...new Set(sides.flatMap(values => [...values.keys()]))].sort((a, b) => a - b);
}

/** "437 ms (36)": the median of some ascending values with their number. */
export function medianCell(sorted: Float64Array | undefined, text: (value: number) => string): string {
  return sorted === undefined ? missing : `${text(quantile(sorted, 0.5))} (${formatCount(sorted.length)})`;
}

/** Says how many of very many points a picture shows; empty where it shows all. */
export function thinnedNote(drawn: number, all: number): string {
  return drawn < all ? `Shows ${formatCount(drawn)} of ${formatCount(all)} points.` : '';
}

/** The box of a picture with a legend above and names of axes around it. */
export const namedBox: ChartOption = { ...marksAbove, top: 34, outerBoundsContain: 'all' };

/** The name of an axis, in the middle beside it. */
export function axisName(theme: ChartTheme, name: string, gap: number): ChartOption {
  return { name, nameLocation: 'middle', nameGap: gap, nameTextStyle: { color: theme.muted, fontSize: 11 } };
}

/** A table with a column per run after the first. */
export function sideTable(
  first: string,
  names: readonly string[],
  rows: readonly (readonly string[])[],
): TextTable {
  return { columns: [first, ...names], rows };
}
