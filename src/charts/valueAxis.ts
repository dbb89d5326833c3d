import type { AxisScale, ChartOption, ChartTheme } from './chart.ts';
import { axis, axisText, clockText } from './frame.ts';
import { logTicks, niceTimeStep } from './ticks.ts';

/** A horizontal axis for a metric's values that converts values to positions on it, and back. */
export interface ValueAxis {
  readonly option: ChartOption;
  /** Length of the axis in its positions. */
  readonly span: number;
  position(value: number): number;
  value(position: number): number;
}

/**
 * The axis over [low, high]. The logarithmic one is a plain axis over log10 with our own ticks, because
 * ECharts' own has ticks only at powers of ten, too few for latencies that span less than a decade.
 */
export function valueAxis(
  theme: ChartTheme,
  scale: AxisScale,
  unit: string,
  low: number,
  high: number,
): ValueAxis {
  if (scale === 'linear' || !(low > 0)) {
    return {
      option: axis(theme, 'x', {
        min: low,
        max: high,
        splitNumber: 5,
        axisLabel: { formatter: axisText(unit, high), showMinLabel: false, showMaxLabel: false },
      }),
      span: high - low,
      position: value => value,
      value: position => position,
    };
  }
  const ticks = logTicks(low, high).map(Math.log10);
  return {
    option: axis(theme, 'x', {
      min: Math.log10(low),
      max: Math.log10(high),
      axisTick: { customValues: ticks, lineStyle: { color: theme.grid } },
      axisLabel: {
        customValues: ticks,
        formatter: (exponent: number) => {
          const value = Number((10 ** exponent).toPrecision(6));
          return axisText(unit, value)(value);
        },
      },
    }),
    span: Math.log10(high / low),
    position: Math.log10,
    value: position => 10 ** position,
  };
}

/** The ends of an axis over [low, high], which keeps some length where they are the same. */
export function withRoom(low: number, high: number): [low: number, high: number] {
  const margin = low === high ? Math.abs(low) / 8 || 0.5 : 0;
  return [low - margin, high + margin];
}

/** A horizontal axis of the time since the start, up to `end` seconds. */
export function timeAxis(theme: ChartTheme, end: number): ChartOption {
  return axis(theme, 'x', {
    min: 0,
    max: end,
    interval: niceTimeStep(end, 6),
    axisLabel: { formatter: clockText(end), showMaxLabel: false },
  });
}

/** A vertical axis of shares from 0 to 100 %. */
export function shareAxis(theme: ChartTheme): ChartOption {
  return axis(theme, 'y', {
    min: 0,
    max: 1,
    interval: 0.25,
    axisLabel: { formatter: (share: number) => `${share * 100} %` },
  });
}

/** A vertical axis of values from zero. */
export function heightAxis(
  theme: ChartTheme,
  unit: string,
  highest: number,
  parts: ChartOption = {},
): ChartOption {
  return axis(theme, 'y', { min: 0, axisLabel: { formatter: axisText(unit, highest) }, ...parts });
}
