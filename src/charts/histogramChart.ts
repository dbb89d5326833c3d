import {
  countOf,
  formatCount,
  formatPercent,
  type QuantityScale,
  quantityScale,
} from '../core/format/quantities.ts';
import { percentileSupport, percentiles } from '../core/metrics/distribution.ts';
import { quantile } from '../core/stats/percentiles.ts';
import type { AxisScale, Chart, ChartOption, ChartTheme } from './chart.ts';
import type { DrawApi } from './customSeries.ts';
import { axis, frame, marksAbove, pointTooltip, verticalMarks } from './frame.ts';
import { type Histogram, histogram } from './histogram.ts';
import { sortedFinite } from './sorted.ts';
import { type ValueAxis, valueAxis } from './valueAxis.ts';

/** A metric's values, one per request; NaN = missing. */
export interface MetricValues {
  readonly label: string;
  readonly unit: string;
  readonly values: ArrayLike<number>;
}

/** The percentiles that distribution charts mark: those that have enough values. */
export function markedPercentiles(sorted: Float64Array): { name: string; at: number }[] {
  return (['p50', 'p90', 'p99'] as const)
    .filter(key => percentileSupport(sorted.length, key) === null)
    .map(key => ({ name: key, at: quantile(sorted, percentiles[key].q) }));
}

/** A histogram, with p50, p90 and p99 marked. */
export function histogramChart(metric: MetricValues, scale: AxisScale, theme: ChartTheme): Chart {
  const { label, unit, values } = metric;
  const bins = histogram(values, scale);
  const sorted = sortedFinite(values);
  const marks = markedPercentiles(sorted);
  const quantity = quantityScale(unit, quantile(sorted, 0.5));
  const first = bins.edges[0] ?? 0;
  const last = bins.edges.at(-1) ?? 1;
  // A single bin stands in the middle rather than filling the chart.
  const margin = bins.counts.length === 1 ? (last - first) * 2 : 0;
  const x = valueAxis(theme, scale, unit, Math.max(first - margin, first / 2), last + margin);
  const range = binRange(bins.edges, quantity);
  const share = (bin: number) => formatPercent((bins.counts[bin] ?? 0) / bins.n);
  const percentileTexts = marks.map(({ name, at }) => `${name} ${quantity.text(at)}`);
  return {
    title: `Distribution of ${label}`,
    description:
      bins.n === 0
        ? `No ${label} was measured.`
        : `Histogram of ${label} of ${countOf(bins.n, 'request')}${marks.length > 0 ? ': ' : ''}${percentileTexts.join(', ')}.`,
    option: frame(theme, {
      grid: marksAbove,
      tooltip: pointTooltip<{ dataIndex: number }>(
        theme,
        ({ dataIndex }) =>
          `${range(dataIndex)}\n${countOf(bins.counts[dataIndex] ?? 0, 'request')}, ${share(dataIndex)}`,
      ),
      xAxis: x.option,
      yAxis: axis(theme, 'y', { minInterval: 1, axisLabel: { formatter: formatCount } }),
      series: [
        bars(bins, x, theme),
        verticalMarks(
          theme,
          marks.map(({ name, at }) => ({ name, at: x.position(at) })),
          x.span,
        ),
      ],
    }),
    table: {
      columns: [label, 'Requests', 'Share'],
      rows: bins.counts.map((count, bin) => [range(bin), formatCount(count), share(bin)]),
    },
  };
}

/** The range of values of a bin: "100 to 120 ms". */
export function binRange(edges: readonly number[], quantity: QuantityScale): (bin: number) => string {
  return bin =>
    `${quantity.number(edges[bin] ?? Number.NaN)} to ${quantity.text(edges[bin + 1] ?? Number.NaN)}`;
}

/** Bars as wide as their bins, which ECharts' own bars cannot be. Data are `[from, to, count]`. */
function bars({ edges, counts }: Histogram, x: ValueAxis, theme: ChartTheme): ChartOption {
  return {
    type: 'custom',
    encode: { x: [0, 1], y: 2 },
    data: counts.map((count, bin) => [x.position(edges[bin] ?? 0), x.position(edges[bin + 1] ?? 0), count]),
    renderItem: (_: unknown, api: DrawApi) => {
      const [left, bottom] = api.coord([api.value(0), 0]).map(Math.round) as [number, number];
      const [right, top] = api.coord([api.value(1), api.value(2)]).map(Math.round) as [number, number];
      return {
        type: 'rect',
        shape: { x: left, y: top, width: Math.max(right - left - 1, 1), height: bottom - top },
        style: { fill: theme.primary, opacity: theme.highContrast ? 1 : 0.85 },
        emphasis: { style: { opacity: 1 } },
      };
    },
  };
}
