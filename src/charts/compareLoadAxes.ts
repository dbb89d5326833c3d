import { formatCount } from '../core/format/quantities.ts';
import type { AxisScale, ChartOption, ChartTheme } from './chart.ts';
import { axisName } from './compareSides.ts';
import { axis, percentAxisText } from './frame.ts';
import { logTicks } from './ticks.ts';

/** An axis that converts values to positions on it, and back. */
export interface PositionedAxis {
  readonly scale: AxisScale;
  readonly option: ChartOption;
  position(value: number): number;
  value(position: number): number;
}

const logarithmic = {
  scale: 'log',
  position: Math.log10,
  value: (position: number) => 10 ** position,
} as const;
const linear = {
  scale: 'linear',
  position: (value: number) => value,
  value: (position: number) => position,
} as const;

/** A logarithmic axis of clients, with a tick at each level and room for boxes at both ends. */
export function clientsAxis(theme: ChartTheme, title: string, clients: readonly number[]): PositionedAxis {
  const levels = [...new Set(clients)].sort((a, b) => a - b);
  const ticks = levels.map(Math.log10);
  const [low = 0, high = 0] = [ticks[0], ticks.at(-1)];
  const room = Math.max((high - low) / 12, 0.15);
  return {
    ...logarithmic,
    option: axis(theme, 'x', {
      ...axisName(theme, title, 26),
      min: low - room,
      max: high + room,
      axisTick: { customValues: ticks, lineStyle: { color: theme.grid } },
      axisLabel: {
        customValues: ticks,
        formatter: (position: number) => formatCount(Math.round(10 ** position)),
      },
    }),
  };
}

/** The vertical axis of a load-test figure over all its values. */
export function valuesAxis(
  theme: ChartTheme,
  { yTitle, yScale, unit }: { yTitle: string; yScale: AxisScale; unit: string },
  values: readonly number[],
): PositionedAxis {
  const name = axisName(theme, yTitle, 40);
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (yScale === 'linear' || !(low > 0)) {
    const percent = unit === '' && { min: 0, axisLabel: { formatter: percentAxisText } };
    return { ...linear, option: axis(theme, 'y', { ...name, ...percent }) };
  }
  if (values.length === 0) return { ...logarithmic, option: axis(theme, 'y', name) };
  const [from, to] = low === high ? [low / 2, high * 2] : [low / 1.1, high * 1.1];
  const ticks = logTicks(from, to).map(Math.log10);
  return {
    ...logarithmic,
    option: axis(theme, 'y', {
      ...name,
      min: Math.log10(from),
      max: Math.log10(to),
      axisTick: { customValues: ticks },
      splitLine: { show: false },
      axisLabel: {
        customValues: ticks,
        formatter: (position: number) => shortNumber(10 ** position),
      },
    }),
  };
}

/** Two digits and an SI letter for thousands: 0.25, 15, 1.5k. */
function shortNumber(value: number): string {
  const short = (number: number) => `${Number(number.toPrecision(2))}`;
  if (value >= 1e6) return `${short(value / 1e6)}M`;
  return value >= 1e3 ? `${short(value / 1e3)}k` : short(value);
}
