/**
 * The charts module turns data into charts: an ECharts option with the title, the sentence and the table
 * that go with it. It never draws and does not import ECharts: webviews and reports pass the option to it.
 * Start with the types below, then read ecdfChart.ts as an example and frame.ts for what all charts share.
 * A new chart is a new file here that exports one function.
 */

import type { TextTable } from '../core/format/table.ts';

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

/** A chart with its title, description and table. No chart is made without a table. */
export interface Chart {
  readonly title: string;
  /** One sentence with the numbers that the chart shows. */
  readonly description: string;
  readonly option: ChartOption;
  /** The same facts as text, for screen readers, keyboards and printed pages. */
  readonly table: TextTable;
  /** What a viewer must know about the chart, in a few words. */
  readonly note?: string;
}

export type AxisScale = 'linear' | 'log';
