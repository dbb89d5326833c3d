import { countOf, formatCount, formatDuration, quantityScale } from '../core/format/quantities.ts';
import { quantile } from '../core/stats/percentiles.ts';
import type { Chart, ChartOption, ChartTheme } from './chart.ts';
import { clockText, frame, pointTooltip } from './frame.ts';
import type { MetricValues } from './histogramChart.ts';
import { sortedFinite } from './sorted.ts';
import { thin } from './thin.ts';
import { timeBuckets } from './timeBuckets.ts';
import { heightAxis, timeAxis } from './valueAxis.ts';

export interface TimedValues extends MetricValues {
  /** When each was sent, in seconds since the start of the run. */
  readonly at: ArrayLike<number>;
  /** When failed requests were sent. */
  readonly failures?: { readonly at: ArrayLike<number>; readonly index: ArrayLike<number> };
  /** End of the time axis in seconds; default: the last point. */
  readonly until?: number;
}

const mostPoints = 4000;
const mostFailures = 500;
/** With more points than this they are drawn as one shape: smaller, and many times cheaper. */
const largeFrom = 1000;
const lineBuckets = 40;
const tableBuckets = 15;

/** A drawn point: time, value, and the index of its request. */
export type TimePoint = [at: number, value: number, index: number];

/** A metric over the run: requests as points, the median as a line, and failures marked on the axis. */
export function timeChart(metric: TimedValues, theme: ChartTheme): Chart {
  const { label, unit } = metric;
  const points = pointsOf(metric);
  const failed = failedPoints(metric);
  const sorted = sortedFinite(metric.values);
  const end = metric.until ?? Math.max(1e-3, points.at(-1)?.[0] ?? 0, failed.at(-1)?.[0] ?? 0);
  const median = quantile(sorted, 0.5);
  const highest = sorted.at(-1) ?? Number.NaN;
  const quantity = quantityScale(unit, median);
  const clock = clockText(end);
  const failures = metric.failures?.at.length ?? 0;
  return {
    title: `${label} over time`,
    description:
      sorted.length === 0
        ? `No ${label} measured yet.`
        : `${label} of ${countOf(sorted.length, 'request')} over ${formatDuration(end)}: median ${quantity.text(median)}, highest ${quantity.text(highest)}${
            failed.length > 0 ? `, ${countOf(failures, 'failure')}` : ''
          }.${points.length < sorted.length ? ` Shows ${formatCount(points.length)} of ${formatCount(sorted.length)} points.` : ''}`,
    option: frame(theme, {
      tooltip: pointTooltip<{ data: TimePoint; seriesName: string }>(theme, ({ data, seriesName }) =>
        seriesName === 'failed'
          ? `Failed\nsent at ${clock(data[0])}`
          : `${quantity.text(data[1])}\nsent at ${clock(data[0])}`,
      ),
      xAxis: timeAxis(theme, end),
      yAxis: heightAxis(theme, unit, sorted.at(-1) ?? 0),
      series: [requestSeries(points, theme), medianSeries(metric, end, theme), failureSeries(failed, theme)],
    }),
    table: {
      columns: ['Time', 'Requests', 'Median', 'p90', 'Max'],
      rows: timeBuckets(metric.at, metric.values, tableBuckets).map(bucket => [
        `${clock(bucket.from)} to ${clock(bucket.to)}`,
        formatCount(bucket.n),
        ...[bucket.median, bucket.p90, bucket.max].map(quantity.text),
      ]),
    },
  };
}

function pointsOf({ at, values }: TimedValues): TimePoint[] {
  return thin(at, values, mostPoints).map(i => [at[i] ?? 0, values[i] ?? 0, i]);
}

function failedPoints({ failures = { at: [], index: [] } }: TimedValues): TimePoint[] {
  const { at, index } = failures;
  return thin(at, at, mostFailures).map(i => [at[i] ?? 0, 0, index[i] ?? 0]);
}

function requestSeries(points: readonly TimePoint[], theme: ChartTheme): ChartOption {
  return {
    name: 'request',
    type: 'scatter',
    symbolSize: points.length > largeFrom ? 3 : 5,
    large: true,
    largeThreshold: largeFrom,
    itemStyle: { color: theme.primary, opacity: theme.highContrast ? 1 : 0.65 },
    data: points,
  };
}

function medianSeries(metric: TimedValues, end: number, theme: ChartTheme): ChartOption {
  return {
    name: 'median',
    type: 'line',
    silent: true,
    step: 'end',
    symbol: 'none',
    connectNulls: false,
    lineStyle: { color: theme.foreground, width: 1.5 },
    data: medianLine(metric, end),
  };
}

function failureSeries(failed: readonly TimePoint[], theme: ChartTheme): ChartOption {
  return {
    name: 'failed',
    type: 'scatter',
    symbol: 'triangle',
    symbolSize: 8,
    z: 3,
    itemStyle: { color: theme.failed },
    data: failed,
  };
}

/** The median of each time range as a step, with a gap where a range has no requests. */
function medianLine(metric: TimedValues, end: number): [number, number | null][] {
  const line: [number, number | null][] = [];
  let previous = Number.NaN;
  for (const bucket of timeBuckets(metric.at, metric.values, lineBuckets)) {
    if (Math.abs(bucket.from - previous) > 1e-9 && line.length > 0) line.push([previous, null]);
    line.push([bucket.from, bucket.median], [Math.min(bucket.to, end), bucket.median]);
    previous = bucket.to;
  }
  return line;
}
