import { formatDuration, type QuantityScale, quantityScale } from '../core/format/quantities.ts';
import type { Chart, ChartTheme } from './chart.ts';
import { axisTooltip, clockText, frame, stepLine } from './frame.ts';
import { heightAxis, timeAxis } from './valueAxis.ts';

/** Amounts per bucket of the run, to be shown per second. */
export interface BucketedAmounts {
  readonly label: string;
  /** Unit of the rate, e.g. `requests/s`. */
  readonly unit: string;
  readonly bucketSeconds: number;
  readonly amounts: ArrayLike<number>;
  /** Seconds of the run so far; the bucket that is not complete yet is not shown. */
  readonly until: number;
}

const mostRows = 30;

/** A rate over the run, as steps. */
export function rateChart(
  series: BucketedAmounts,
  theme: ChartTheme,
  colour: 'primary' | 'secondary',
): Chart {
  const { label, unit, bucketSeconds } = series;
  const rates = ratesOf(series);
  const highest = rates.reduce((most, rate) => Math.max(most, rate), 0);
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const quantity = quantityScale(unit, Number.isInteger(highest) ? highest + 0.01 : highest);
  const end = Math.max(series.until, bucketSeconds);
  const clock = clockText(end);
  const last = rates.at(-1);
  const steps = [
    ...rates.map((rate, i) => [i * bucketSeconds, rate]),
    ...(last === undefined ? [] : [[rates.length * bucketSeconds, last]]),
  ];
  return {
    title: `${label} over time`,
    description:
      rates.length === 0
        ? `${label}: no data yet.`
        : `${label} over ${formatDuration(end)}: mean ${quantity.text(mean)}, highest ${quantity.text(highest)}.`,
    option: frame(theme, {
      tooltip: axisTooltip<{ data: [number, number] }>(theme, ([point]) =>
        point === undefined ? '' : `${quantity.text(point.data[1])}\nat ${clock(point.data[0])}`,
      ),
      xAxis: timeAxis(theme, end),
      yAxis: heightAxis(theme, unitOfAxis(unit), highest, { splitNumber: 3 }),
      series: [
        stepLine({ colour: theme[colour] }, steps, {
          areaStyle: { color: theme[colour], opacity: theme.highContrast ? 0 : 0.15 },
        }),
      ],
    }),
    table: {
      columns: ['Time', `${label} (${unit})`],
      rows: rateRows(rates, bucketSeconds, clock, quantity),
    },
  };
}

/** The rate in each complete bucket. */
function ratesOf({ amounts, bucketSeconds, until }: BucketedAmounts): number[] {
  const over = Math.min(amounts.length, Math.floor(until / bucketSeconds + 1e-9));
  return Array.from({ length: over }, (_, i) => (amounts[i] ?? 0) / bucketSeconds);
}

/** Neighbouring buckets share a row where there are too many for one each. */
function rateRows(
  rates: readonly number[],
  bucketSeconds: number,
  clock: (seconds: number) => string,
  quantity: QuantityScale,
): string[][] {
  const perRow = Math.max(1, Math.ceil(rates.length / mostRows));
  return Array.from({ length: Math.ceil(rates.length / perRow) }, (_, row) => {
    const part = rates.slice(row * perRow, (row + 1) * perRow);
    const to = row * perRow + part.length;
    return [
      `${clock(row * perRow * bucketSeconds)} to ${clock(to * bucketSeconds)}`,
      quantity.number(part.reduce((sum, rate) => sum + rate, 0) / part.length),
    ];
  });
}

/** Axis labels stay short, "40/s" instead of "40 requests/s", because the title has the unit. */
function unitOfAxis(unit: string): string {
  return unit.slice(unit.indexOf('/') === -1 ? 0 : unit.indexOf('/'));
}
