import { countOf, formatCount, formatDuration, quantityScale } from '../core/format/quantities.ts';
import { quantile } from '../core/stats/percentiles.ts';
import type { Chart, ChartTheme } from './chart.ts';
import { axis, axisText, clockText, frame, tooltip } from './frame.ts';
import type { MetricValues } from './histogramChart.ts';
import { sortedFinite } from './sorted.ts';
import { thin } from './thin.ts';
import { niceTimeStep } from './ticks.ts';
import { timeBuckets } from './timeBuckets.ts';

export interface TimedValues extends MetricValues {
  /** When each was sent, seconds of the run. */
  readonly at: ArrayLike<number>;
  /** When failed requests were sent. */
  readonly failures?: { readonly at: ArrayLike<number>; readonly index: ArrayLike<number> };
  /** End of the time axis in seconds; default: the last point. */
  readonly until?: number;
}

const mostPoints = 4000;
const mostFailures = 500;
/** From here on points are drawn as one shape: smaller, and many times cheaper. */
const largeFrom = 1000;
const lineStretches = 40;
const tableStretches = 15;

/** A drawn point: time, value, and the index of its request. */
export type TimePoint = [at: number, value: number, index: number];

/** A metric over the run: every request a point, a line for the median, failures marked on the ground. */
export function timeChart(metric: TimedValues, theme: ChartTheme): Chart {
  const points: TimePoint[] = thin(metric.at, metric.values, mostPoints).map(i => [
    metric.at[i] ?? 0,
    metric.values[i] ?? 0,
    i,
  ]);
  const failures = metric.failures ?? { at: [], index: [] };
  const failed: TimePoint[] = thin(failures.at, failures.at, mostFailures).map(i => [
    failures.at[i] ?? 0,
    0,
    failures.index[i] ?? 0,
  ]);
  const sorted = sortedFinite(metric.values);
  const end = metric.until ?? Math.max(1e-3, ...[points.at(-1)?.[0] ?? 0, failed.at(-1)?.[0] ?? 0]);
  const quantity = quantityScale(metric.unit, quantile(sorted, 0.5));
  const clock = clockText(end);
  const shown = points.length < sorted.length ? ` Shows ${formatCount(points.length)} of the points.` : '';
  const table = timeBuckets(metric.at, metric.values, tableStretches);
  return {
    title: `${metric.label} over time`,
    description:
      sorted.length === 0
        ? `No ${metric.label} measured yet.`
        : `${metric.label} of ${countOf(sorted.length, 'request')} over ${formatDuration(end)}: median ${quantity.text(
            quantile(sorted, 0.5),
          )}, highest ${quantity.text(sorted.at(-1) ?? Number.NaN)}${
            failed.length > 0 ? `, ${countOf(failures.at.length, 'failure')}` : ''
          }.${shown}`,
    option: frame(theme, {
      tooltip: tooltip(theme, {
        trigger: 'item',
        formatter: ({ data, seriesName }: { data: TimePoint; seriesName: string }) =>
          seriesName === 'failed'
            ? `Failed\nsent at ${clock(data[0])}`
            : `${quantity.text(data[1])}\nsent at ${clock(data[0])}`,
      }),
      xAxis: axis(theme, 'x', {
        min: 0,
        max: end,
        interval: niceTimeStep(end, 6),
        axisLabel: { formatter: clock, showMaxLabel: false },
      }),
      yAxis: axis(theme, 'y', {
        min: 0,
        axisLabel: { formatter: axisText(metric.unit, sorted.at(-1) ?? 0) },
      }),
      series: [
        {
          name: 'request',
          type: 'scatter',
          symbolSize: points.length > largeFrom ? 3 : 5,
          large: true,
          largeThreshold: largeFrom,
          itemStyle: { color: theme.primary, opacity: theme.highContrast ? 1 : 0.65 },
          data: points,
        },
        {
          name: 'median',
          type: 'line',
          silent: true,
          step: 'end',
          symbol: 'none',
          connectNulls: false,
          lineStyle: { color: theme.foreground, width: 1.5 },
          data: medianLine(metric, end),
        },
        {
          name: 'failed',
          type: 'scatter',
          symbol: 'triangle',
          symbolSize: 8,
          z: 3,
          itemStyle: { color: theme.failed },
          data: failed,
        },
      ],
    }),
    table: {
      columns: ['Time', 'Requests', 'Median', 'p90', 'Max'],
      rows: table.map(bucket => [
        `${clock(bucket.from)} to ${clock(bucket.to)}`,
        formatCount(bucket.n),
        quantity.text(bucket.median),
        quantity.text(bucket.p90),
        quantity.text(bucket.max),
      ]),
    },
  };
}

function medianLine(metric: TimedValues, end: number): [number, number | null][] {
  const line: [number, number | null][] = [];
  let previous = Number.NaN;
  for (const bucket of timeBuckets(metric.at, metric.values, lineStretches)) {
    if (Math.abs(bucket.from - previous) > 1e-9 && line.length > 0) line.push([previous, null]);
    line.push([bucket.from, bucket.median], [Math.min(bucket.to, end), bucket.median]);
    previous = bucket.to;
  }
  return line;
}
