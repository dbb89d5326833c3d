import { countOf, formatPercent, quantityScale } from '../core/format/quantities.ts';
import { quantile } from '../core/stats/percentiles.ts';
import type { AxisScale, Chart, ChartTheme } from './chart.ts';
import { ecdf } from './ecdf.ts';
import { axis, frame, marksAbove, tooltip, verticalMarks } from './frame.ts';
import { type MetricValues, markedPercentiles } from './histogramChart.ts';
import { sortedFinite } from './sorted.ts';
import { valueAxis } from './valueAxis.ts';

const mostSteps = 1000;
const tableShares = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

/** Which share of the requests was at least this fast. */
export function ecdfChart(metric: MetricValues, scale: AxisScale, theme: ChartTheme): Chart {
  const finite = sortedFinite(metric.values);
  const sorted = scale === 'log' ? finite.filter(value => value > 0) : finite;
  const steps = ecdf(sorted, mostSteps);
  const quantity = quantityScale(metric.unit, quantile(sorted, 0.5));
  const low = sorted[0] ?? 0;
  const high = sorted.at(-1) ?? 1;
  const margin = low === high ? Math.abs(low) / 8 || 0.5 : 0;
  const x = valueAxis(theme, scale, metric.unit, low - margin, high + margin);
  const tail = 5 / Math.max(steps.n, 1);
  return {
    title: `Cumulative share of ${metric.label}`,
    description:
      steps.n === 0
        ? `No ${metric.label} was measured.`
        : `Cumulative distribution of ${metric.label} of ${countOf(steps.n, 'request')}: half are at most ${quantity.text(
            quantile(sorted, 0.5),
          )}, all are at most ${quantity.text(high)}.`,
    option: frame(theme, {
      grid: marksAbove,
      tooltip: tooltip(theme, {
        trigger: 'axis',
        axisPointer: { type: 'line', lineStyle: { color: theme.muted } },
        formatter: ([point]: { data: [number, number] }[]) =>
          point === undefined
            ? ''
            : `${formatPercent(point.data[1])} of requests\nat most ${quantity.text(
                scale === 'log' ? 10 ** point.data[0] : point.data[0],
              )}`,
      }),
      xAxis: x.option,
      yAxis: axis(theme, 'y', {
        min: 0,
        max: 1,
        interval: 0.25,
        axisLabel: { formatter: (share: number) => `${share * 100} %` },
      }),
      series: [
        {
          type: 'line',
          step: 'end',
          symbol: 'none',
          lineStyle: { color: theme.primary, width: 1.5 },
          itemStyle: { color: theme.primary },
          data: [
            ...(steps.n > 0 ? [[x.position(low), 0]] : []),
            ...steps.value.map((value, i) => [x.position(value), steps.share[i] ?? 0]),
          ],
        },
        verticalMarks(
          theme,
          markedPercentiles(sorted).map(mark => ({ name: mark.name, at: x.position(mark.at) })),
          x.span,
        ),
      ],
    }),
    table: {
      columns: ['Share of requests', `${metric.label} at most`],
      rows:
        steps.n === 0
          ? []
          : tableShares
              .filter(share => share <= 0.9 || 1 - share >= tail)
              .map(share => [formatPercent(share), quantity.text(quantile(sorted, share))]),
    },
  };
}
