import { formatCount, type QuantityScale, quantityScale } from '../core/format/quantities.ts';
import type { AxisScale, Chart, ChartOption, ChartTheme } from './chart.ts';
import { type Box, boxOf, boxSeries } from './compareBoxes.ts';
import { type ComparedValues, type SideStyle, sideStyle } from './compareSides.ts';
import { axis, frame, pointTooltip } from './frame.ts';
import { type ValueAxis, valueAxis, withRoom } from './valueAxis.ts';

const tableColumns = [
  'Run',
  'Requests',
  'Low whisker',
  'First quartile',
  'Median',
  'Third quartile',
  'High whisker',
];

interface BoxRow {
  readonly name: string;
  readonly box: Box;
  readonly style: SideStyle;
}

/** A metric of each run as a box plot: quartiles, whiskers and the values beyond them. */
export function compareBoxChart(metric: ComparedValues, scale: AxisScale, theme: ChartTheme): Chart {
  const { label, unit, sides } = metric;
  const rows = sides.flatMap(({ name, values }, i): BoxRow[] => {
    const box = boxOf(values, scale === 'log');
    return box === null ? [] : [{ name, box, style: sideStyle(theme, i) }];
  });
  const quantity = quantityScale(unit, rows[0]?.box.median ?? null);
  const [low, high] = withRoom(
    Math.min(...rows.map(({ box }) => Math.min(box.low, ...box.outliers))),
    Math.max(...rows.map(({ box }) => Math.max(box.high, ...box.outliers))),
  );
  const x = valueAxis(theme, scale, unit, low, high);
  const quartiles = rows.map(
    ({ name, box }) => `${name} ${[box.q1, box.median, box.q3].map(quantity.text).join(', ')}`,
  );
  return {
    title: `${label} of each run`,
    description:
      rows.length === 0
        ? `No ${label} was measured.`
        : `Box plots of ${label}; quartiles: ${quartiles.join('; ')}.`,
    option: frame(theme, {
      tooltip: boxTooltip(theme, x, quantity),
      xAxis: x.option,
      yAxis: axis(theme, 'y', {
        type: 'category',
        inverse: true,
        data: rows.map(({ name }) => name),
        splitLine: { show: false },
        axisLabel: { width: 140, overflow: 'truncate' },
      }),
      series: rows.flatMap((row, place) => rowSeries(row, place, x, theme)),
    }),
    table: {
      columns: tableColumns,
      rows: rows.map(({ name, box }) => [name, formatCount(box.n), ...numbersOf(box).map(quantity.text)]),
    },
  };
}

function numbersOf(box: Box): number[] {
  return [box.low, box.q1, box.median, box.q3, box.high];
}

/** Data of two numbers are a point beyond the whiskers, longer data are a box. */
function boxTooltip(theme: ChartTheme, x: ValueAxis, quantity: QuantityScale): ChartOption {
  const text = (position = Number.NaN) => quantity.text(x.value(position));
  return pointTooltip<{ seriesName: string; data: number[] }>(theme, ({ seriesName, data }) =>
    data.length === 2
      ? `${seriesName}\n${text(data[0])}`
      : `${seriesName}\nmedian ${text(data[3])}\nmiddle 50 %: ${text(data[2])} to ${text(data[4])}`,
  );
}

/** The box of a run and the points beyond its whiskers. */
function rowSeries(
  { name, box, style }: BoxRow,
  place: number,
  x: ValueAxis,
  theme: ChartTheme,
): ChartOption[] {
  return [
    boxSeries(
      'x',
      { colour: style.colour, fill: theme.highContrast ? 0 : 0.2, shift: 0, thickness: 24 },
      name,
      [[place, ...numbersOf(box).map(x.position)]],
    ),
    {
      name,
      type: 'scatter',
      symbol: style.symbol,
      symbolSize: 4,
      itemStyle: { color: style.colour, opacity: theme.highContrast ? 1 : 0.6 },
      data: box.outliers.map(value => [x.position(value), place]),
    },
  ];
}
