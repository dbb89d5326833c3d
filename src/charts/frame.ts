import { quantityScale } from '../core/format/quantities.ts';
import type { ChartOption, ChartTheme } from './chart.ts';

/** Formats axis labels of one unit without trailing zeros: "0", "200 ms", "1.5 s". */
export function axisText(unit: string, highest: number): (value: number) => string {
  const scale = quantityScale(unit, highest);
  const factor = scale.unit === 'ms' ? 1e3 : scale.unit === 'µs' ? 1e6 : 1;
  return value => {
    if (value === 0) return '0';
    const number = Number((value * factor).toPrecision(4)).toLocaleString('en-US', {
      maximumFractionDigits: 4,
    });
    const space = scale.unit === '' || scale.unit.startsWith('/') ? '' : ' ';
    return `${number}${space}${scale.unit}`;
  };
}

/** Formats a share on an axis without trailing zeros: "5 %", "0.5 %". */
export function percentAxisText(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

/** Formats a time on an axis: "45 s", or "1:30" and "2:00:00" where the axis reaches minutes or hours. */
export function clockText(highest: number): (seconds: number) => string {
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  return seconds => {
    if (highest < 120) return seconds === 0 ? '0' : `${Number(seconds.toPrecision(4))} s`;
    const rest = `${two(seconds % 60)}`;
    if (highest < 3600) return `${Math.floor(seconds / 60)}:${rest}`;
    return `${Math.floor(seconds / 3600)}:${two((seconds / 60) % 60)}:${rest}`;
  };
}

const box = {
  left: 4,
  right: 16,
  top: 10,
  bottom: 2,
  outerBoundsMode: 'same',
  outerBoundsContain: 'axisLabel',
};

/** The box of a chart whose marks have names above it. */
export const marksAbove: ChartOption = { ...box, top: 20 };

/** What all charts share: no animation, the theme's font, a transparent background. */
export function frame(theme: ChartTheme, parts: ChartOption): ChartOption {
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: theme.fontFamily, fontSize: 11, color: theme.muted },
    grid: box,
    ...parts,
  };
}

/** A tooltip drawn on the canvas. It is text only, so nothing in it can be markup or need inline styles. */
function tooltip(theme: ChartTheme, parts: ChartOption): ChartOption {
  return {
    renderMode: 'richText',
    confine: true,
    transitionDuration: 0,
    backgroundColor: theme.surface,
    borderColor: theme.border,
    borderWidth: 1,
    padding: [6, 8],
    textStyle: { fontFamily: theme.fontFamily, fontSize: 12, color: theme.foreground, lineHeight: 17 },
    ...parts,
  };
}

/** A tooltip for the point under the pointer. */
export function pointTooltip<P>(theme: ChartTheme, formatter: (point: P) => string): ChartOption {
  return tooltip(theme, { trigger: 'item', formatter });
}

/** A tooltip for all series at the pointer's place on the x axis, which a line marks. */
export function axisTooltip<P>(theme: ChartTheme, formatter: (points: readonly P[]) => string): ChartOption {
  return tooltip(theme, {
    trigger: 'axis',
    axisPointer: { type: 'line', lineStyle: { color: theme.muted } },
    formatter,
  });
}

/** A line that goes from point to point in steps. */
export function stepLine(
  style: { readonly colour: string; readonly line?: 'solid' | 'dashed' | 'dotted' },
  data: readonly (readonly number[])[],
  parts: ChartOption = {},
): ChartOption {
  const { colour, line } = style;
  return {
    type: 'line',
    step: 'end',
    symbol: 'none',
    lineStyle: { color: colour, width: 1.5, ...(line && { type: line }) },
    itemStyle: { color: colour },
    data,
    ...parts,
  };
}

/** A value axis; `parts` override. */
export function axis(theme: ChartTheme, side: 'x' | 'y', parts: ChartOption): ChartOption {
  const line = { color: theme.grid, width: 1, type: theme.highContrast ? [2, 4] : 'solid' };
  return {
    type: 'value',
    axisLine: { show: side === 'x', onZero: false, lineStyle: { color: theme.grid } },
    axisTick: { show: side === 'x', lineStyle: { color: theme.grid } },
    splitLine: { show: side === 'y', lineStyle: line },
    splitNumber: 4,
    ...parts,
    axisLabel: {
      color: theme.muted,
      fontSize: 11,
      hideOverlap: true,
      ...(parts['axisLabel'] as ChartOption | undefined),
    },
  };
}

/** Marks that are closer to each other than this share of the axis have one label. */
const labelRoom = 0.06;

/**
 * Vertical lines at some ascending values of an axis that is `span` long, with names at their top. Where two
 * names would overlap, the later line has both.
 */
export function verticalMarks(
  theme: ChartTheme,
  marks: readonly { name: string; at: number }[],
  span: number,
): ChartOption {
  const labels = marks.map(mark => mark.name);
  for (let i = 1; i < marks.length; i++) {
    if ((marks[i]?.at ?? 0) - (marks[i - 1]?.at ?? 0) >= span * labelRoom) continue;
    labels[i] = `${labels[i - 1]}, ${labels[i]}`;
    labels[i - 1] = '';
  }
  return {
    type: 'line',
    data: [],
    silent: true,
    markLine: {
      silent: true,
      symbol: 'none',
      animation: false,
      lineStyle: { color: theme.foreground, width: 1, type: 'dashed', opacity: 0.8 },
      label: { position: 'end', distance: 3, color: theme.foreground, fontSize: 11, formatter: '{b}' },
      precision: 12,
      data: marks.map((mark, i) => ({ name: labels[i], xAxis: mark.at })),
    },
  };
}
