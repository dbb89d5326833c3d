import { formatCount, formatPercent, missing, quantityScale } from '../core/format/quantities.ts';
import type { TextTable } from '../core/format/table.ts';
import type { LevelSeries, LoadTestSeries } from '../core/loadTest/series.ts';
import type { Chart, ChartOption, ChartTheme } from './chart.ts';
import { type Box, boxOf, boxSeries } from './compareBoxes.ts';
import { clientsAxis, type PositionedAxis, valuesAxis } from './compareLoadAxes.ts';
import {
  clientsTitle,
  type LoadTestFigure,
  type LoadTestFigureKey,
  loadTestFigures,
} from './compareLoadTestFigures.ts';
import { sideStyle, sidesFrame, sideTable } from './compareSides.ts';
import { pointTooltip } from './frame.ts';

/** What a level contributes to a figure: a box over its requests, or one number as a box without extent. */
interface LevelBox {
  readonly clients: number;
  readonly box: Box;
}

interface DrawnTest {
  readonly name: string;
  readonly levels: readonly LevelBox[];
}

interface Axes {
  readonly x: PositionedAxis;
  readonly y: PositionedAxis;
}

/** One of the six figures of load tests, with all tests on shared axes (llmeter-format 7.4). */
export function compareLoadTestChart(
  key: LoadTestFigureKey,
  tests: readonly LoadTestSeries[],
  theme: ChartTheme,
): Chart {
  const figure: LoadTestFigure = loadTestFigures[key];
  const drawn = tests.map(test => ({ name: test.name, levels: boxesOf(figure, test) }));
  const all = drawn.flatMap(({ levels }) => levels);
  const axes = axesOf(figure, all, theme);
  const text = textOf(figure, all);
  return {
    title: figure.title,
    description: describe(figure, drawn, text),
    option: sidesFrame(
      theme,
      drawn.filter(({ levels }) => levels.length > 0),
      'series',
      {
        tooltip: levelTooltip(theme, axes, text),
        xAxis: axes.x.option,
        yAxis: axes.y.option,
        series: drawn.flatMap((test, i) =>
          'times' in figure.from ? boxes(theme, test, i, drawn.length, axes) : [line(theme, test, i, axes)],
        ),
      },
    ),
    table: levelsTable(drawn, text),
  };
}

/** The levels that have a value, in order of their clients. */
function boxesOf(figure: LoadTestFigure, { levels }: LoadTestSeries): LevelBox[] {
  return [...levels]
    .sort((a, b) => a.clients - b.clients)
    .flatMap((level): LevelBox[] => {
      const box = boxOfLevel(figure, level);
      return box === null ? [] : [{ clients: level.clients, box }];
    });
}

function axesOf(figure: LoadTestFigure, all: readonly LevelBox[], theme: ChartTheme): Axes {
  const clients = all.map(level => level.clients);
  const values = all.flatMap(({ box }) => [box.low, box.high, ...box.outliers]);
  return { x: clientsAxis(theme, clientsTitle, clients), y: valuesAxis(theme, figure, values) };
}

function describe(
  { title, yTitle, from }: LoadTestFigure,
  drawn: readonly DrawnTest[],
  text: (value: number) => string,
): string {
  const medians = drawn.flatMap(({ name, levels }) => {
    const last = levels.at(-1);
    return last ? [`${name} ${text(last.box.median)} at ${formatCount(last.clients)}`] : [];
  });
  if (medians.length === 0) return `${title}: no level has a value.`;
  return `${yTitle} by number of clients${'times' in from ? ', medians' : ''}: ${medians.join(', ')}.`;
}

/** Data are `[clients, value]`, or a box with the median at 3, in positions of the axes. */
function levelTooltip(theme: ChartTheme, { x, y }: Axes, text: (value: number) => string): ChartOption {
  return pointTooltip<{ seriesName: string; data: number[] }>(theme, ({ seriesName, data }) => {
    const [place = Number.NaN, first = Number.NaN, , median] = data;
    const value = text(y.value(median ?? first));
    const clients = formatCount(Math.round(x.value(place)));
    return `${seriesName}\n${clients} clients\n${median === undefined ? '' : 'median '}${value}`;
  });
}

function levelsTable(drawn: readonly DrawnTest[], text: (value: number) => string): TextTable {
  const clients = new Set(drawn.flatMap(({ levels }) => levels.map(level => level.clients)));
  return sideTable(
    clientsTitle,
    drawn.map(({ name }) => name),
    [...clients]
      .sort((a, b) => a - b)
      .map(count => [
        formatCount(count),
        ...drawn.map(({ levels }) => {
          const level = levels.findLast(one => one.clients === count);
          return level ? text(level.box.median) : missing;
        }),
      ]),
  );
}

function boxOfLevel(figure: LoadTestFigure, level: LevelSeries): Box | null {
  const positive = figure.yScale === 'log';
  if ('times' in figure.from) return boxOf(level[figure.from.times], positive);
  const value = level.stats[figure.from.stat];
  return typeof value === 'number' ? boxOf([value], positive) : null;
}

function textOf({ unit }: LoadTestFigure, all: readonly LevelBox[]): (value: number) => string {
  if (unit === '') return formatPercent;
  return quantityScale(unit, Math.max(0, ...all.map(({ box }) => box.median))).text;
}

/** Boxes beside each other where several tests have the same level, and the points beyond their whiskers. */
function boxes(
  theme: ChartTheme,
  { name, levels }: DrawnTest,
  index: number,
  count: number,
  { x, y }: Axes,
): ChartOption[] {
  const { colour, symbol } = sideStyle(theme, index);
  const thickness = count === 1 ? 18 : 12;
  const shift = (index - (count - 1) / 2) * (thickness + 2);
  return [
    boxSeries(
      'y',
      { colour, fill: theme.highContrast ? 0 : 0.2, shift, thickness },
      name,
      levels.map(({ clients, box }) => [
        x.position(clients),
        ...[box.low, box.q1, box.median, box.q3, box.high].map(y.position),
      ]),
    ),
    {
      name,
      type: 'scatter',
      symbol,
      symbolSize: 3,
      symbolOffset: [shift, 0],
      itemStyle: { color: colour, opacity: theme.highContrast ? 1 : 0.5 },
      data: levels.flatMap(({ clients, box }) =>
        box.outliers.map(value => [x.position(clients), y.position(value)]),
      ),
    },
  ];
}

function line(theme: ChartTheme, { name, levels }: DrawnTest, index: number, { x, y }: Axes): ChartOption {
  const { colour, symbol } = sideStyle(theme, index);
  return {
    name,
    type: 'line',
    symbol,
    symbolSize: 8,
    itemStyle: { color: colour },
    lineStyle: { color: colour, width: 1.5, type: 'dotted', opacity: theme.highContrast ? 1 : 0.5 },
    data: levels.map(({ clients, box }) => [x.position(clients), y.position(box.median)]),
  };
}
