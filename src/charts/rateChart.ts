import { formatDuration, quantityScale } from '../core/format/quantities.ts';
import type { Chart, ChartTheme } from './chart.ts';
import { axis, axisText, clockText, frame, tooltip } from './frame.ts';
import { niceTimeStep } from './ticks.ts';

/** Amounts per bucket of the run, to be shown per second. */
export interface BucketedAmounts {
  readonly label: string;
  /** Unit of the rate, e.g. `requests/s`. */
  readonly unit: string;
  readonly bucketSeconds: number;
  readonly amounts: ArrayLike<number>;
  /** Seconds of the run so far; a bucket that is not over yet is not shown. */
  readonly until: number;
}

const mostRows = 30;

/** A rate over the run, as steps. */
export function rateChart(
  series: BucketedAmounts,
  theme: ChartTheme,
  colour: 'primary' | 'secondary',
): Chart {
  const { bucketSeconds } = series;
  const over = Math.min(series.amounts.length, Math.floor(series.until / bucketSeconds + 1e-9));
  const rates = Array.from({ length: over }, (_, i) => (series.amounts[i] ?? 0) / bucketSeconds);
  const highest = rates.reduce((most, rate) => Math.max(most, rate), 0);
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const quantity = quantityScale(series.unit, Number.isInteger(highest) ? highest + 0.01 : highest);
  const end = Math.max(series.until, bucketSeconds);
  const clock = clockText(end);
  const merge = Math.max(1, Math.ceil(over / mostRows));
  const last = rates.at(-1);
  return {
    title: `${series.label} over time`,
    description:
      over === 0
        ? `No ${series.label.toLowerCase()} measured yet.`
        : `${series.label} over ${formatDuration(end)}: mean ${quantity.text(mean)}, highest ${quantity.text(highest)}.`,
    option: frame(theme, {
      tooltip: tooltip(theme, {
        trigger: 'axis',
        axisPointer: { type: 'line', lineStyle: { color: theme.muted } },
        formatter: ([point]: { data: [number, number] }[]) =>
          point === undefined ? '' : `${quantity.text(point.data[1])}\nat ${clock(point.data[0])}`,
      }),
      xAxis: axis(theme, 'x', {
        min: 0,
        max: end,
        interval: niceTimeStep(end, 6),
        axisLabel: { formatter: clock, showMaxLabel: false },
      }),
      yAxis: axis(theme, 'y', {
        min: 0,
        splitNumber: 3,
        axisLabel: { formatter: axisText(unitOfAxis(series.unit), highest) },
      }),
      series: [
        {
          type: 'line',
          step: 'end',
          symbol: 'none',
          lineStyle: { color: theme[colour], width: 1.5 },
          itemStyle: { color: theme[colour] },
          areaStyle: { color: theme[colour], opacity: theme.highContrast ? 0 : 0.15 },
          data: [
            ...rates.map((rate, i) => [i * bucketSeconds, rate]),
            ...(last === undefined ? [] : [[over * bucketSeconds, last]]),
          ],
        },
      ],
    }),
    table: {
      columns: ['Time', `${series.label} (${series.unit})`],
      rows: Array.from({ length: Math.ceil(over / merge) }, (_, row) => {
        const part = rates.slice(row * merge, (row + 1) * merge);
        const to = row * merge + part.length;
        return [
          `${clock(row * merge * bucketSeconds)} to ${clock(to * bucketSeconds)}`,
          quantity.number(part.reduce((sum, rate) => sum + rate, 0) / part.length),
        ];
      }),
    },
  };
}

/** Axis labels stay short: "40/s" instead of "40 requests/s", which the title says. */
function unitOfAxis(unit: string): string {
  return unit.slice(unit.indexOf('/') === -1 ? 0 : unit.indexOf('/'));
}
