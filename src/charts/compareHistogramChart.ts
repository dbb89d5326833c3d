import { formatCount, formatPercent, quantityScale } from '../core/format/quantities.ts';
import { quantile } from '../core/stats/percentiles.ts';
import type { AxisScale, Chart, ChartOption, ChartTheme } from './chart.ts';
import { type ComparedValues, type SideStyle, sideStyle, sidesFrame, sideTable } from './compareSides.ts';
import { axis, axisTooltip, percentAxisText, stepLine } from './frame.ts';
import { countInto, histogram } from './histogram.ts';
import { binRange } from './histogramChart.ts';
import { sortedFinite } from './sorted.ts';
import { type ValueAxis, valueAxis } from './valueAxis.ts';

/** One run in the shared bins. */
interface BinnedSide {
  readonly name: string;
  readonly style: SideStyle;
  readonly counts: readonly number[];
  readonly n: number;
}

/**
 * The histogram of each run, in shares so that runs of different sizes are comparable. All runs have the same
 * bins: those of all values together.
 */
export function compareHistogramChart(metric: ComparedValues, scale: AxisScale, theme: ChartTheme): Chart {
  const { label, unit } = metric;
  const pooled = metric.sides.flatMap(({ values }) => Array.from(values));
  const { edges } = histogram(pooled, scale);
  const bins = Math.max(0, edges.length - 1);
  const sides = metric.sides.map(({ name, values }, i): BinnedSide => {
    const counts = countInto(edges, sortedFinite(values));
    return { name, style: sideStyle(theme, i), counts, n: counts.reduce((sum, count) => sum + count, 0) };
  });
  const drawn = sides.filter(({ n }) => n > 0);
  const quantity = quantityScale(unit, quantile(sortedFinite(pooled), 0.5));
  const x = valueAxis(theme, scale, unit, edges[0] ?? 0, edges.at(-1) ?? 1);
  const range = binRange(edges, quantity);
  const highest = Math.max(0, ...drawn.flatMap(side => side.counts.map((_, bin) => shareOf(side, bin))));
  const counts = drawn.map(({ name, n }) => `${name} ${formatCount(n)} requests`);
  return {
    title: `Distribution of ${label}`,
    description:
      drawn.length === 0
        ? `No ${label} was measured.`
        : `Histograms of ${label} in ${bins} shared bins: ${counts.join(', ')}.`,
    option: sidesFrame(theme, drawn, 'lines', {
      tooltip: axisTooltip<{ dataIndex: number }>(theme, points => {
        // The first point of a line stands on the axis, at the left edge of the first bin.
        const bin = Math.min(Math.max((points[0]?.dataIndex ?? 1) - 1, 0), bins - 1);
        const lines = drawn.map(side => `${side.name}: ${formatPercent(shareOf(side, bin))}`);
        return [range(bin), ...lines].join('\n');
      }),
      xAxis: x.option,
      yAxis: axis(theme, 'y', {
        min: 0,
        // More than 100 % on the axis would look like a mistake.
        ...(highest > 0.8 && { max: 1 }),
        axisLabel: { formatter: percentAxisText },
      }),
      series: drawn.map(side => outline(side, edges, x, theme)),
    }),
    table: sideTable(
      label,
      sides.map(({ name }) => name),
      Array.from({ length: bins }, (_, bin) => [
        range(bin),
        ...sides.map(side => `${formatCount(side.counts[bin] ?? 0)} (${formatPercent(shareOf(side, bin))})`),
      ]),
    ),
  };
}

function shareOf({ counts, n }: BinnedSide, bin: number): number {
  return n === 0 ? 0 : (counts[bin] ?? 0) / n;
}

/** The outline of a run's bars, filled. */
function outline(side: BinnedSide, edges: readonly number[], x: ValueAxis, theme: ChartTheme): ChartOption {
  const { name, style, counts } = side;
  const data = [
    [x.position(edges[0] ?? 0), 0],
    ...counts.map((_, bin) => [x.position(edges[bin] ?? 0), shareOf(side, bin)]),
    [x.position(edges.at(-1) ?? 0), 0],
  ];
  return stepLine(style, data, {
    name,
    areaStyle: { color: style.colour, opacity: theme.highContrast ? 0 : 0.15 },
  });
}
