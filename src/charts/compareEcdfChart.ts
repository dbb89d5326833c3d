import { formatPercent, missing, quantityScale } from '../core/format/quantities.ts';
import { quantile } from '../core/stats/percentiles.ts';
import type { AxisScale, Chart, ChartTheme } from './chart.ts';
import { type ComparedValues, legend, namedBox, sideStyle, sideTable } from './compareSides.ts';
import { ecdf } from './ecdf.ts';
import { axis, frame, tooltip } from './frame.ts';
import { sortedFinite } from './sorted.ts';
import { valueAxis } from './valueAxis.ts';

const mostSteps = 1000;
const tableShares = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];

/** Which share of the requests of each run was at least this fast, over one another. */
export function compareEcdfChart(metric: ComparedValues, scale: AxisScale, theme: ChartTheme): Chart {
  const sides = metric.sides.map(({ name, values }, i) => {
    const finite = sortedFinite(values);
    return {
      name,
      style: sideStyle(theme, i),
      sorted: scale === 'log' ? finite.filter(value => value > 0) : finite,
    };
  });
  const drawn = sides.filter(({ sorted }) => sorted.length > 0);
  const low = Math.min(...drawn.map(({ sorted }) => sorted[0] ?? 0));
  const high = Math.max(...drawn.map(({ sorted }) => sorted.at(-1) ?? 0));
  const margin = low === high ? Math.abs(low) / 8 || 0.5 : 0;
  const quantity = quantityScale(metric.unit, drawn[0] ? quantile(drawn[0].sorted, 0.5) : null);
  const x = valueAxis(theme, scale, metric.unit, low - margin, high + margin);
  const medians = drawn.map(({ name, sorted }) => `${name} ${quantity.text(quantile(sorted, 0.5))}`);
  return {
    title: `Cumulative share of ${metric.label}`,
    description:
      drawn.length === 0
        ? `No ${metric.label} was measured.`
        : `Cumulative distributions of ${metric.label}; half of the requests are at most: ${medians.join(', ')}.`,
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
        formatter: (points: { seriesName: string; data: [number, number] }[]) =>
          points
            .map(({ seriesName, data: [at, share] }) => {
              const value = quantity.text(scale === 'log' ? 10 ** at : at);
              return `${seriesName}: ${formatPercent(share)} at most ${value}`;
            })
            .join('\n'),
      }),
      xAxis: x.option,
      yAxis: axis(theme, 'y', {
        min: 0,
        max: 1,
        interval: 0.25,
        axisLabel: { formatter: (share: number) => `${share * 100} %` },
      }),
      series: drawn.map(({ name, sorted, style }) => {
        const steps = ecdf(sorted, mostSteps);
        return {
          name,
          type: 'line',
          step: 'end',
          symbol: 'none',
          lineStyle: { color: style.colour, width: 1.5, type: style.line },
          itemStyle: { color: style.colour },
          data: [
            [x.position(sorted[0] ?? 0), 0],
            ...steps.value.map((value, k) => [x.position(value), steps.share[k] ?? 0]),
          ],
        };
      }),
    }),
    table: sideTable(
      'Share of requests',
      sides.map(({ name }) => `${name}: ${metric.label} at most`),
      drawn.length === 0
        ? []
        : tableShares.map(share => [
            formatPercent(share),
            ...sides.map(({ sorted }) =>
              sorted.length * (1 - share) < 5 && share > 0.5
                ? missing
                : quantity.text(quantile(sorted, share)),
            ),
          ]),
    ),
  };
}
