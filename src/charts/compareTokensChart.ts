import { formatCount, quantityScale } from '../core/format/quantities.ts';
import type { Chart, ChartTheme } from './chart.ts';
import {
  axisName,
  legend,
  medianCell,
  namedBox,
  type SideValues,
  sideStyle,
  sideTable,
  stretchesOfAny,
  thinnedNote,
} from './compareSides.ts';
import { axis, axisText, frame, tooltip } from './frame.ts';
import { thin } from './thin.ts';
import { niceStep } from './ticks.ts';
import { valuesByStep } from './timeBuckets.ts';

/** A metric of several runs, each value with the output tokens of its request. */
export interface ComparedByTokens {
  readonly label: string;
  readonly unit: string;
  readonly sides: readonly (SideValues & { readonly tokens: ArrayLike<number> })[];
}

const mostPoints = 3000;
const mostRows = 12;

/** A metric, such as TPOT, against the length of the answer: every request a point. */
export function compareTokensChart(metric: ComparedByTokens, theme: ChartTheme): Chart {
  const each = Math.floor(mostPoints / Math.max(1, metric.sides.length));
  const sides = metric.sides.map(({ name, tokens, values }, i) => ({
    name,
    style: sideStyle(theme, i),
    points: thin(tokens, values, each).map(i => [tokens[i] ?? 0, values[i] ?? 0] as const),
  }));
  const drawn = sides.filter(({ points }) => points.length > 0);
  const all = drawn.flatMap(({ points }) => points);
  const longest = Math.max(0, ...all.map(([tokens]) => tokens));
  const highest = Math.max(0, ...all.map(([, value]) => value));
  const quantity = quantityScale(metric.unit, highest / 2);
  const known = metric.sides.reduce((sum, { tokens, values }) => sum + countKnown(tokens, values), 0);
  const thinned = thinnedNote(all.length, known);
  return {
    title: `${metric.label} against output tokens`,
    description:
      drawn.length === 0
        ? `No ${metric.label} was measured.`
        : `${metric.label} of each request against its output tokens, up to ${formatCount(longest)}: ${drawn
            .map(({ name }) => name)
            .join(', ')}. ${thinned}`.trim(),
    ...(thinned !== '' && { note: thinned }),
    option: frame(theme, {
      grid: namedBox,
      legend: legend(
        theme,
        drawn.map(({ name }) => name),
        drawn.map(({ style }) => style.symbol),
      ),
      tooltip: tooltip(theme, {
        trigger: 'item',
        formatter: ({ seriesName, data }: { seriesName: string; data: [number, number] }) =>
          `${seriesName}\n${quantity.text(data[1])}\n${formatCount(data[0])} output tokens`,
      }),
      xAxis: axis(theme, 'x', {
        ...axisName(theme, 'Output tokens', 24),
        scale: true,
        axisLabel: { formatter: formatCount },
      }),
      yAxis: axis(theme, 'y', { min: 0, axisLabel: { formatter: axisText(metric.unit, highest) } }),
      series: drawn.map(({ name, points, style }) => ({
        name,
        type: 'scatter',
        symbol: style.symbol,
        symbolSize: points.length > 1000 ? 3 : 5,
        itemStyle: { color: style.colour, opacity: theme.highContrast ? 1 : 0.6 },
        data: points,
      })),
    }),
    table: sideTable(
      'Output tokens',
      sides.map(({ name }) => `${name}: median ${metric.label} (requests)`),
      tokenRows(metric, longest, quantity.text),
    ),
  };
}

function countKnown(tokens: ArrayLike<number>, values: ArrayLike<number>): number {
  let known = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i]) && Number.isFinite(tokens[i])) known++;
  }
  return known;
}

function tokenRows(
  { sides }: ComparedByTokens,
  longest: number,
  text: (value: number) => string,
): string[][] {
  const step = Math.max(1, niceStep(longest / mostRows));
  const each = sides.map(({ tokens, values }) => valuesByStep(tokens, values, step));
  return stretchesOfAny(each).map(bucket => {
    const from = bucket * step;
    const range = step === 1 ? formatCount(from) : `${formatCount(from)} to ${formatCount(from + step - 1)}`;
    return [range, ...each.map(values => medianCell(values.get(bucket), text))];
  });
}
