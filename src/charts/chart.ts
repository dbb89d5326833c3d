// The charts that every front end shows: this module turns measured data into ECharts options, each with a title,
// a description and a table of the same numbers. It draws nothing: panels, reports and exports pass the options to
// ECharts themselves. It reads no files and no themes; data and colours are arguments.
// Start here: `Chart` is what every chart function returns. timeChart.ts is a simple one, compareSides.ts has what
// charts of several runs share, and frame.ts and valueAxis.ts have the axes and tooltips of all of them.

/** Colours and fonts of a chart, read from the editor's theme or given by a report's stylesheet. */
export interface ChartTheme {
  readonly foreground: string;
  readonly muted: string;
  readonly grid: string;
  /** Background of tooltips and labels. */
  readonly surface: string;
  readonly border: string;
  readonly primary: string;
  readonly secondary: string;
  /** Colours of runs after the second; default: the colours of the text. */
  readonly more?: readonly string[];
  readonly failed: string;
  readonly fontFamily: string;
  /** Whether shapes have outlines instead of faint fills. */
  readonly highContrast: boolean;
}

/** An ECharts option. This module does not depend on ECharts, so it is just an object here. */
export type ChartOption = Readonly<Record<string, unknown>>;

/** The same facts as rows of text: what a screen reader, a keyboard or a printed page gets. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A chart with its title, description and table. No chart is made without a table. */
export interface Chart {
  readonly title: string;
  /** One sentence with the numbers that the chart shows. */
  readonly description: string;
  readonly option: ChartOption;
  readonly table: ChartTable;
  /** What a viewer must know about the chart, in a few words. */
  readonly note?: string;
}

export type AxisScale = 'linear' | 'log';
