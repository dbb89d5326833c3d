import { formatDuration, quantityScale } from '../core/format/quantities.ts';
import { quantile } from '../core/stats/percentiles.ts';
import type { Chart, ChartTheme } from './chart.ts';
import {
  legend,
  medianCell,
  namedBox,
  type SideValues,
  sideStyle,
  sideTable,
  stretchesOfAny,
  thinnedNote,
} from './compareSides.ts';
import { axis, axisText, clockText, frame, tooltip } from './frame.ts';
import { sortedFinite } from './sorted.ts';
import { thin } from './thin.ts';
import { niceTimeStep } from './ticks.ts';
import { timeBuckets, valuesByStep } from './timeBuckets.ts';

/** A metric of several runs, each value with the seconds since its run began (or since both did). */
export interface ComparedOverTime {
  readonly label: string;
  readonly unit: string;
  readonly sides: readonly (SideValues & { readonly at: ArrayLike<number> })[];
}

const mostPoints = 3000;
const stretches = 40;
const tableStretches = 15;

/** A metric over the time of each run: requests as points, a line for the medians of stretches. */
export function compareTimeChart(metric: ComparedOverTime, theme: ChartTheme): Chart {
  const each = Math.floor(mostPoints / Math.max(1, metric.sides.length));
  const sides = metric.sides.map(({ name, at, values }, i) => ({
    name,
    style: sideStyle(theme, i),
    sorted: sortedFinite(values),
    points: thin(at, values, each).map(i => [at[i] ?? 0, values[i] ?? 0]),
    buckets: timeBuckets(at, values, stretches),
  }));
  const drawn = sides.filter(({ points }) => points.length > 0);
  const end = Math.max(1e-3, ...drawn.flatMap(({ points }) => points.map(([at]) => at ?? 0)));
  const highest = Math.max(0, ...drawn.map(({ sorted }) => sorted.at(-1) ?? 0));
  const quantity = quantityScale(metric.unit, drawn[0] ? quantile(drawn[0].sorted, 0.5) : null);
  const clock = clockText(end);
  const thinned = thinnedNote(
    sum(sides.map(({ points }) => points.length)),
    sum(sides.map(({ sorted }) => sorted.length)),
  );
  return {
    title: `${metric.label} over time`,
    description:
      drawn.length === 0
        ? `No ${metric.label} was measured.`
        : `${metric.label} over ${formatDuration(end)}; median: ${drawn
            .map(({ name, sorted }) => `${name} ${quantity.text(quantile(sorted, 0.5))}`)
            .join(', ')}. ${thinned}`.trim(),
    note: `Lines: medians. ${thinned}`.trim(),
    option: frame(theme, {
      grid: namedBox,
      legend: legend(
        theme,
        drawn.map(({ name }) => name),
        'lines',
      ),
      tooltip: tooltip(theme, {
        trigger: 'item',
        formatter: ({ seriesName, data }: { seriesName: string; data: [number, number] }) =>
          `${seriesName}\n${quantity.text(data[1])}\nsent at ${clock(data[0])}`,
      }),
      xAxis: axis(theme, 'x', {
        min: 0,
        max: end,
        interval: niceTimeStep(end, 6),
        axisLabel: { formatter: clock, showMaxLabel: false },
      }),
      yAxis: axis(theme, 'y', { min: 0, axisLabel: { formatter: axisText(metric.unit, highest) } }),
      // The line comes first, for the legend draws what comes first.
      series: drawn.flatMap(({ name, points, buckets, style }) => [
        {
          name,
          type: 'line',
          silent: true,
          symbol: 'none',
          z: 3,
          itemStyle: { color: style.colour },
          lineStyle: { color: style.colour, width: 2, type: style.line },
          data: buckets.map(({ from, to, median }) => [Math.min((from + to) / 2, end), median]),
        },
        {
          name,
          type: 'scatter',
          symbol: style.symbol,
          symbolSize: points.length > 1000 ? 3 : 5,
          itemStyle: { color: style.colour, opacity: theme.highContrast ? 0.8 : 0.4 },
          data: points,
        },
      ]),
    }),
    table: sideTable(
      'Time',
      sides.map(({ name }) => `${name}: median (requests)`),
      timeRows(metric, end, clock, quantity.text),
    ),
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function timeRows(
  { sides }: ComparedOverTime,
  end: number,
  clock: (seconds: number) => string,
  text: (value: number) => string,
): string[][] {
  const step = niceTimeStep(end, tableStretches);
  const each = sides.map(({ at, values }) => valuesByStep(at, values, step));
  return stretchesOfAny(each).map(bucket => [
    `${clock(bucket * step)} to ${clock((bucket + 1) * step)}`,
    ...each.map(values => medianCell(values.get(bucket), text)),
  ]);
}
