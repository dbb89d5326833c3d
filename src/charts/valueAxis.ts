import type { AxisScale, ChartOption, ChartTheme } from './chart.ts';
import { axis, axisText } from './frame.ts';
import { logTicks } from './ticks.ts';

/** A horizontal axis for a metric's values, and where on it a value lies. */
export interface ValueAxis {
  readonly option: ChartOption;
  /** Length of the axis in its positions. */
  readonly span: number;
  position(value: number): number;
}

/**
 * The axis over [low, high]. The logarithmic one is a plain axis over log10 with our own ticks, since
 * ECharts' own knows only powers of ten, too few for latencies that span less than a decade.
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
  };
}
