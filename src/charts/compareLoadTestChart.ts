import { formatCount, formatPercent, missing, quantityScale } from '../core/format/quantities.ts';
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
import { legend, namedBox, sideStyle, sideTable } from './compareSides.ts';
import { frame, tooltip } from './frame.ts';

/** What a level contributes to a figure: a box over its requests, or one number as a box without extent. */
interface LevelBox {
  readonly clients: number;
  readonly box: Box;
}

/** One of the six figures of load tests, one test over another on shared axes (llmeter-format 7.4). */
export function compareLoadTestChart(
  key: LoadTestFigureKey,
  tests: readonly LoadTestSeries[],
  theme: ChartTheme,
): Chart {
  const figure: LoadTestFigure = loadTestFigures[key];
  const drawn = tests.map(({ name, levels }) => ({
    name,
    levels: [...levels]
      .sort((a, b) => a.clients - b.clients)
      .flatMap((level): LevelBox[] => {
        const box = boxOfLevel(figure, level);
        return box === null ? [] : [{ clients: level.clients, box }];
      }),
  }));
  const all = drawn.flatMap(({ levels }) => levels);
  const x = clientsAxis(
    theme,
    clientsTitle,
    all.map(({ clients }) => clients),
  );
  const y = valuesAxis(
    theme,
    figure,
    all.flatMap(({ box }) => [box.low, box.high, ...box.outliers]),
  );
  const text = textOf(figure, all);
  const medians = drawn.flatMap(({ name, levels }) => {
    const last = levels.at(-1);
    return last ? [`${name} ${text(last.box.median)} at ${formatCount(last.clients)}`] : [];
  });
  return {
    title: figure.title,
    description:
      all.length === 0
        ? `${figure.title}: no level has a value.`
        : `${figure.yTitle} by number of clients${'times' in figure.from ? ', medians' : ''}: ${medians.join(', ')}.`,
    option: frame(theme, {
      grid: namedBox,
      legend: legend(
        theme,
        drawn.filter(({ levels }) => levels.length > 0).map(({ name }) => name),
      ),
      tooltip: tooltip(theme, {
        trigger: 'item',
        formatter: ({ seriesName, data }: { seriesName: string; data: number[] }) => {
          const [place = Number.NaN, first = Number.NaN, , median] = data;
          const value = y.value(median ?? first);
          return `${seriesName}\n${formatCount(Math.round(x.value(place)))} clients\n${median === undefined ? '' : 'median '}${text(value)}`;
        },
      }),
      xAxis: x.option,
      yAxis: y.option,
      series: drawn.flatMap(({ name, levels }, i) =>
        'times' in figure.from
          ? boxes(theme, name, i, drawn.length, levels, x, y)
          : [line(theme, name, i, levels, x, y)],
      ),
    }),
    table: sideTable(
      clientsTitle,
      drawn.map(({ name }) => name),
      [...new Set(all.map(({ clients }) => clients))]
        .sort((a, b) => a - b)
        .map(clients => [
          formatCount(clients),
          ...drawn.map(({ levels }) => {
            const level = levels.findLast(one => one.clients === clients);
            return level ? text(level.box.median) : missing;
          }),
        ]),
    ),
  };
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

function boxes(
  theme: ChartTheme,
  name: string,
  index: number,
  count: number,
  levels: readonly LevelBox[],
  x: PositionedAxis,
  y: PositionedAxis,
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

function line(
  theme: ChartTheme,
  name: string,
  index: number,
  levels: readonly LevelBox[],
  x: PositionedAxis,
  y: PositionedAxis,
): ChartOption {
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
