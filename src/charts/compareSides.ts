import type { TextTable } from '../core/format/table.ts';

import type { ChartOption, ChartTheme } from './chart.ts';
import { frame, marksAbove } from './frame.ts';

/** One run of a comparison: its name, and a metric's values, one per request; NaN = missing. */
export interface SideValues {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

/** A metric of several runs, to be drawn into one chart. */
export interface ComparedValues {
  readonly label: string;
  readonly unit: string;
  readonly sides: readonly SideValues[];
}

/** How to recognise one run among several: by colour, and by the form of its lines and points as well. */
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

/** How a legend shows each run: as ECharts draws the series, by line only, or by the symbol given for each. */
export type LegendMarks = 'series' | 'lines' | readonly SideStyle['symbol'][];

/** Names the runs above the chart. */
export function legend(
  theme: ChartTheme,
  names: readonly string[],
  marks: LegendMarks = 'series',
): ChartOption {
  const icons = typeof marks === 'string' ? null : marks;
  return {
    type: 'scroll',
    show: names.length > 1,
    top: 0,
    left: 'center',
    itemWidth: icons ? 9 : 25,
    itemHeight: icons ? 9 : 8,
    itemGap: 16,
    data: names.map((name, i) => ({ name, ...(icons && { icon: icons[i] }) })),
    ...(marks === 'lines' && { itemStyle: { opacity: 0 } }),
    textStyle: { color: theme.foreground, fontFamily: theme.fontFamily, fontSize: 11 },
    pageTextStyle: { color: theme.foreground },
    pageIconColor: theme.foreground,
    pageIconInactiveColor: theme.muted,
  };
}

/** The grid of a chart with a legend above and names of axes around it. */
export const namedBox: ChartOption = { ...marksAbove, top: 34, outerBoundsContain: 'all' };

/** What all charts of several runs share: a legend with their names, and room for it. */
export function sidesFrame(
  theme: ChartTheme,
  sides: readonly { readonly name: string }[],
  marks: LegendMarks,
  parts: ChartOption,
): ChartOption {
  const names = sides.map(({ name }) => name);
  return frame(theme, { grid: namedBox, legend: legend(theme, names, marks), ...parts });
}

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
