import { formatCount, formatPercent, quantityScale } from '../core/format/quantities.ts';
import { quantile } from '../core/stats/percentiles.ts';
import type { AxisScale, Chart, ChartTheme } from './chart.ts';
import { type ComparedValues, legend, namedBox, sideStyle, sideTable } from './compareSides.ts';
import { axis, frame, percentAxisText, tooltip } from './frame.ts';
import { histogram } from './histogram.ts';
import { sortedFinite } from './sorted.ts';
import { valueAxis } from './valueAxis.ts';

/**
 * How often which values were measured in each run, as shares so that runs of different size compare, in
 * bins that all runs share: those of all values together.
 */
export function compareHistogramChart(metric: ComparedValues, scale: AxisScale, theme: ChartTheme): Chart {
  const pooled = metric.sides.flatMap(({ values }) => Array.from(values));
  const { edges } = histogram(pooled, scale);
  const bins = Math.max(0, edges.length - 1);
  const sides = metric.sides.map(({ name, values }, i) => {
    const counts = countInto(edges, values);
    return { name, style: sideStyle(theme, i), counts, n: counts.reduce((sum, count) => sum + count, 0) };
  });
  const drawn = sides.filter(({ n }) => n > 0);
  const quantity = quantityScale(metric.unit, quantile(sortedFinite(pooled), 0.5));
  const x = valueAxis(theme, scale, metric.unit, edges[0] ?? 0, edges.at(-1) ?? 1);
  const range = (bin: number) =>
    `${quantity.number(edges[bin] ?? Number.NaN)} to ${quantity.text(edges[bin + 1] ?? Number.NaN)}`;
  const share = ({ counts, n }: (typeof sides)[number], bin: number) =>
    n === 0 ? 0 : (counts[bin] ?? 0) / n;
  const highest = Math.max(0, ...drawn.flatMap(side => side.counts.map((_, bin) => share(side, bin))));
  return {
    title: `Distribution of ${metric.label}`,
    description:
      drawn.length === 0
        ? `No ${metric.label} was measured.`
        : `Histograms of ${metric.label} in ${bins} shared bins: ${drawn
            .map(({ name, n }) => `${name} ${formatCount(n)} requests`)
            .join(', ')}.`,
    option: frame(theme, {
      grid: namedBox,
      legend: legend(
        theme,
        drawn.map(({ name }) => name),
        'lines',
      ),
      tooltip: tooltip(theme, {
        trigger: 'axis',
        axisPointer: { type: 'line', lineStyle: { color: theme.muted } },
        formatter: (points: { dataIndex: number }[]) => {
          // The first point of a line stands on the ground, at the left edge of the first bin.
          const bin = Math.min(Math.max((points[0]?.dataIndex ?? 1) - 1, 0), bins - 1);
          const lines = drawn.map(side => `${side.name}: ${formatPercent(share(side, bin))}`);
          return [range(bin), ...lines].join('\n');
        },
      }),
      xAxis: x.option,
      yAxis: axis(theme, 'y', {
        min: 0,
        // More than all there is on the axis would look like a mistake.
        ...(highest > 0.8 && { max: 1 }),
        axisLabel: { formatter: percentAxisText },
      }),
      series: drawn.map(side => {
        const { style } = side;
        return {
          name: side.name,
          type: 'line',
          step: 'end',
          symbol: 'none',
          lineStyle: { color: style.colour, width: 1.5, type: style.line },
          itemStyle: { color: style.colour },
          areaStyle: { color: style.colour, opacity: theme.highContrast ? 0 : 0.15 },
          data: [
            [x.position(edges[0] ?? 0), 0],
            ...side.counts.map((_, bin) => [x.position(edges[bin] ?? 0), share(side, bin)]),
            [x.position(edges.at(-1) ?? 0), 0],
          ],
        };
      }),
    }),
    table: sideTable(
      metric.label,
      sides.map(({ name }) => name),
      Array.from({ length: bins }, (_, bin) => [
        range(bin),
        ...sides.map(side => `${formatCount(side.counts[bin] ?? 0)} (${formatPercent(share(side, bin))})`),
      ]),
    ),
  };
}

/** Counts values into bins that hold their lower edge, the last one its upper edge too. */
function countInto(edges: readonly number[], values: ArrayLike<number>): number[] {
  const counts = new Array<number>(Math.max(0, edges.length - 1)).fill(0);
  let bin = 0;
  for (const value of sortedFinite(values)) {
    if (value < (edges[0] ?? Number.POSITIVE_INFINITY)) continue;
    while (bin < counts.length - 1 && value >= (edges[bin + 1] ?? Number.POSITIVE_INFINITY)) bin++;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
