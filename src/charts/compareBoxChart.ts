import { formatCount, quantityScale } from '../core/format/quantities.ts';
import type { AxisScale, Chart, ChartTheme } from './chart.ts';
import { type Box, boxOf, boxSeries } from './compareBoxes.ts';
import { type ComparedValues, sideStyle } from './compareSides.ts';
import { axis, frame, tooltip } from './frame.ts';
import { valueAxis } from './valueAxis.ts';

/** A metric of each run as a box: quartiles, whiskers and what lies beyond them. */
export function compareBoxChart(metric: ComparedValues, scale: AxisScale, theme: ChartTheme): Chart {
  const rows = metric.sides.flatMap(({ name, values }, i) => {
    const box = boxOf(values, scale === 'log');
    return box === null ? [] : [{ name, box, style: sideStyle(theme, i) }];
  });
  const quantity = quantityScale(metric.unit, rows[0]?.box.median ?? null);
  const low = Math.min(...rows.map(({ box }) => Math.min(box.low, ...box.outliers)));
  const high = Math.max(...rows.map(({ box }) => Math.max(box.high, ...box.outliers)));
  const margin = low === high ? Math.abs(low) / 8 || 0.5 : 0;
  const x = valueAxis(theme, scale, metric.unit, low - margin, high + margin);
  const facts = (box: Box) => [box.low, box.q1, box.median, box.q3, box.high];
  return {
    title: `${metric.label} of each run`,
    description:
      rows.length === 0
        ? `No ${metric.label} was measured.`
        : `Box plots of ${metric.label}; quartiles: ${rows
            .map(({ name, box }) => `${name} ${[box.q1, box.median, box.q3].map(quantity.text).join(', ')}`)
            .join('; ')}.`,
    option: frame(theme, {
      tooltip: tooltip(theme, {
        trigger: 'item',
        formatter: ({ seriesName, data }: { seriesName: string; data: number[] }) => {
          const value = (position = Number.NaN) => quantity.text(scale === 'log' ? 10 ** position : position);
          return data.length === 2
            ? `${seriesName}\n${value(data[0])}`
            : `${seriesName}\nmedian ${value(data[3])}\nhalf between ${value(data[2])} and ${value(data[4])}`;
        },
      }),
      xAxis: x.option,
      yAxis: axis(theme, 'y', {
        type: 'category',
        inverse: true,
        data: rows.map(({ name }) => name),
        splitLine: { show: false },
        axisLabel: { width: 140, overflow: 'truncate' },
      }),
      series: rows.flatMap(({ name, box, style }, row) => [
        boxSeries(
          'x',
          { colour: style.colour, fill: theme.highContrast ? 0 : 0.2, shift: 0, thickness: 24 },
          name,
          [[row, ...facts(box).map(x.position)]],
        ),
        {
          name,
          type: 'scatter',
          symbol: style.symbol,
          symbolSize: 4,
          itemStyle: { color: style.colour, opacity: theme.highContrast ? 1 : 0.6 },
          data: box.outliers.map(value => [x.position(value), row]),
        },
      ]),
    }),
    table: {
      columns: [
        'Run',
        'Requests',
        'Low whisker',
        'First quartile',
        'Median',
        'Third quartile',
        'High whisker',
      ],
      rows: rows.map(({ name, box }) => [name, formatCount(box.n), ...facts(box).map(quantity.text)]),
    },
  };
}
