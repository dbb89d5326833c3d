import { countOf, formatCount, formatPercent, quantityScale } from '../core/format/quantities.ts';
import { percentileSupport, percentiles } from '../core/metrics/distribution.ts';
import { quantile } from '../core/stats/percentiles.ts';
import type { AxisScale, Chart, ChartTheme } from './chart.ts';
import { axis, frame, marksAbove, tooltip, verticalMarks } from './frame.ts';
import { histogram } from './histogram.ts';
import { sortedFinite } from './sorted.ts';
import { valueAxis } from './valueAxis.ts';

/** A metric's values, one per request; NaN = missing. */
export interface MetricValues {
  readonly label: string;
  readonly unit: string;
  readonly values: ArrayLike<number>;
}

/** The parts of ECharts' custom-series interface that a bar needs. */
interface DrawApi {
  value(dimension: number): number;
  coord(point: [number, number]): [number, number];
}

/** The percentiles that distribution charts mark, as far as there are values enough for them. */
export function markedPercentiles(sorted: Float64Array): { name: string; at: number }[] {
  return (['p50', 'p90', 'p99'] as const)
    .filter(key => percentileSupport(sorted.length, key) === null)
    .map(key => ({ name: key, at: quantile(sorted, percentiles[key].q) }));
}

/** How often which values were measured, with p50, p90 and p99 marked. */
export function histogramChart(metric: MetricValues, scale: AxisScale, theme: ChartTheme): Chart {
  const bins = histogram(metric.values, scale);
  const sorted = sortedFinite(metric.values);
  const marks = markedPercentiles(sorted);
  const quantity = quantityScale(metric.unit, quantile(sorted, 0.5));
  const first = bins.edges[0] ?? 0;
  const last = bins.edges.at(-1) ?? 1;
  // A single bin stands in the middle rather than filling the picture.
  const margin = bins.counts.length === 1 ? (last - first) * 2 : 0;
  const x = valueAxis(theme, scale, metric.unit, Math.max(first - margin, first / 2), last + margin);
  const range = (bin: number) =>
    `${quantity.number(bins.edges[bin] ?? Number.NaN)} to ${quantity.text(bins.edges[bin + 1] ?? Number.NaN)}`;
  const share = (bin: number) => formatPercent((bins.counts[bin] ?? 0) / bins.n);
  return {
    title: `Distribution of ${metric.label}`,
    description:
      bins.n === 0
        ? `No ${metric.label} was measured.`
        : `Histogram of ${metric.label} of ${countOf(bins.n, 'request')}${marks
            .map((mark, i) => `${i === 0 ? ': ' : ', '}${mark.name} ${quantity.text(mark.at)}`)
            .join('')}.`,
    option: frame(theme, {
      grid: marksAbove,
      tooltip: tooltip(theme, {
        trigger: 'item',
        formatter: ({ dataIndex }: { dataIndex: number }) =>
          `${range(dataIndex)}\n${countOf(bins.counts[dataIndex] ?? 0, 'request')}, ${share(dataIndex)}`,
      }),
      xAxis: x.option,
      yAxis: axis(theme, 'y', { minInterval: 1, axisLabel: { formatter: formatCount } }),
      series: [
        {
          type: 'custom',
          encode: { x: [0, 1], y: 2 },
          data: bins.counts.map((count, bin) => [
            x.position(bins.edges[bin] ?? 0),
            x.position(bins.edges[bin + 1] ?? 0),
            count,
          ]),
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
        },
        verticalMarks(
          theme,
          marks.map(mark => ({ name: mark.name, at: x.position(mark.at) })),
          x.span,
        ),
      ],
    }),
    table: {
      columns: [metric.label, 'Requests', 'Share'],
      rows: bins.counts.map((count, bin) => [range(bin), formatCount(count), share(bin)]),
    },
  };
}
