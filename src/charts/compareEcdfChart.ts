import { formatPercent, missing, quantityScale } from '../core/format/quantities.ts';
import { quantile } from '../core/stats/percentiles.ts';
import type { AxisScale, Chart, ChartTheme } from './chart.ts';
import { type ComparedValues, sideStyle, sidesFrame, sideTable } from './compareSides.ts';
import { ecdfSteps } from './ecdf.ts';
import { axisTooltip, stepLine } from './frame.ts';
import { sortedForScale } from './sorted.ts';
import { shareAxis, valueAxis, withRoom } from './valueAxis.ts';

const tableShares = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];

/** The share of the requests that were at least this fast, for each run. */
export function compareEcdfChart(metric: ComparedValues, scale: AxisScale, theme: ChartTheme): Chart {
  const { label, unit } = metric;
  const sides = metric.sides.map(({ name, values }, i) => ({
    name,
    style: sideStyle(theme, i),
    sorted: sortedForScale(values, scale),
  }));
  const drawn = sides.filter(({ sorted }) => sorted.length > 0);
  const [low, high] = withRoom(
    Math.min(...drawn.map(({ sorted }) => sorted[0] ?? 0)),
    Math.max(...drawn.map(({ sorted }) => sorted.at(-1) ?? 0)),
  );
  const quantity = quantityScale(unit, drawn[0] ? quantile(drawn[0].sorted, 0.5) : null);
  const x = valueAxis(theme, scale, unit, low, high);
  const medians = drawn.map(({ name, sorted }) => `${name} ${quantity.text(quantile(sorted, 0.5))}`);
  const atMost = (share: number, sorted: Float64Array) =>
    sorted.length * (1 - share) < 5 && share > 0.5 ? missing : quantity.text(quantile(sorted, share));
  return {
    title: `Cumulative distribution of ${label}`,
    description:
      drawn.length === 0
        ? `No ${label} was measured.`
        : `Cumulative distributions of ${label}; half of the requests are at most: ${medians.join(', ')}.`,
    option: sidesFrame(theme, drawn, 'lines', {
      tooltip: axisTooltip<{ seriesName: string; data: [number, number] }>(theme, points =>
        points
          .map(
            ({ seriesName, data: [at, share] }) =>
              `${seriesName}: ${formatPercent(share)} at most ${quantity.text(x.value(at))}`,
          )
          .join('\n'),
      ),
      xAxis: x.option,
      yAxis: shareAxis(theme),
      series: drawn.map(({ name, sorted, style }) =>
        stepLine(style, ecdfSteps(sorted, x.position), { name }),
      ),
    }),
    table: sideTable(
      'Share of requests',
      sides.map(({ name }) => `${name}: ${label} at most`),
      drawn.length === 0
        ? []
        : tableShares.map(share => [
            formatPercent(share),
            ...sides.map(({ sorted }) => atMost(share, sorted)),
          ]),
    ),
  };
}
