/**
 * The charts module turns data into charts: an ECharts option with the title, the sentence and the table
 * that go with it. It never draws and does not import ECharts: webviews and reports pass the option to it.
 * Start with the types below, then read ecdfChart.ts as an example and frame.ts for what all charts share.
 * A new chart is a new file here that exports one function.
 */

import type { TextTable } from '../core/format/table.ts';

/** Colours and type of a chart, read from the editor's theme or given by a report's stylesheet. */
export interface ChartTheme {
  readonly foreground: string;
  readonly muted: string;
  readonly grid: string;
  /** What tooltips and labels stand on. */
  readonly surface: string;
  readonly border: string;
  readonly primary: string;
  readonly secondary: string;
  /** Colours of runs after the second; default: those of the text. */
  readonly more?: readonly string[];
  readonly failed: string;
  readonly fontFamily: string;
  /** Shapes then have outlines instead of faint fills. */
  readonly highContrast: boolean;
}

/** An ECharts option. Core does not depend on ECharts, so it is just an object here. */
export type ChartOption = Readonly<Record<string, unknown>>;

/** A chart with its words: no chart is made without its table. */
export interface Chart {
  readonly title: string;
  /** One sentence with the numbers that the picture shows. */
  readonly description: string;
  readonly option: ChartOption;
  /** The same facts as text, for screen readers, keyboards and printed pages. */
  readonly table: TextTable;
  /** What a viewer must know of the picture, in a few words. */
  readonly note?: string;
}

export type AxisScale = 'linear' | 'log';
