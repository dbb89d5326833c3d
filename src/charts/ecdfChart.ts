import { countOf, formatPercent, quantityScale } from '../core/format/quantities.ts';
import { quantile } from '../core/stats/percentiles.ts';
import type { AxisScale, Chart, ChartTheme } from './chart.ts';
import { ecdfSteps } from './ecdf.ts';
import { axisTooltip, frame, marksAbove, stepLine, verticalMarks } from './frame.ts';
import { type MetricValues, markedPercentiles } from './histogramChart.ts';
import { sortedForScale } from './sorted.ts';
import { shareAxis, valueAxis, withRoom } from './valueAxis.ts';

const tableShares = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

/** The share of the requests that were at least this fast. */
export function ecdfChart(metric: MetricValues, scale: AxisScale, theme: ChartTheme): Chart {
  const { label, unit } = metric;
  const sorted = sortedForScale(metric.values, scale);
  const n = sorted.length;
  const quantity = quantityScale(unit, quantile(sorted, 0.5));
  const highest = sorted.at(-1) ?? 1;
  const [low, high] = withRoom(sorted[0] ?? 0, highest);
  const x = valueAxis(theme, scale, unit, low, high);
  const median = quantity.text(quantile(sorted, 0.5));
  const leastTail = 5 / Math.max(n, 1);
  const marks = markedPercentiles(sorted).map(({ name, at }) => ({ name, at: x.position(at) }));
  return {
    title: `Cumulative distribution of ${label}`,
    description:
      n === 0
        ? `No ${label} was measured.`
        : `Cumulative distribution of ${label} of ${countOf(n, 'request')}: half are at most ${median}, all at most ${quantity.text(highest)}.`,
    option: frame(theme, {
      grid: marksAbove,
      tooltip: axisTooltip<{ data: [number, number] }>(theme, ([point]) =>
        point === undefined
          ? ''
          : `${formatPercent(point.data[1])} of requests\nat most ${quantity.text(x.value(point.data[0]))}`,
      ),
      xAxis: x.option,
      yAxis: shareAxis(theme),
      series: [
        stepLine({ colour: theme.primary }, ecdfSteps(sorted, x.position)),
        verticalMarks(theme, marks, x.span),
      ],
    }),
    table: {
      columns: ['Share of requests', `${label} at most`],
      rows:
        n === 0
          ? []
          : tableShares
              .filter(share => share <= 0.9 || 1 - share >= leastTail)
              .map(share => [formatPercent(share), quantity.text(quantile(sorted, share))]),
    },
  };
}
