import { formatCount, quantityScale } from '../core/format/quantities.ts';
import type { Chart, ChartTheme } from './chart.ts';
import {
  type PlacedSide,
  pointSeries,
  pointSides,
  rangeRows,
  sidePointTooltip,
  thinnedNote,
} from './comparePoints.ts';
import { axisName, type SideValues, sidesFrame, sideTable } from './compareSides.ts';
import { axis } from './frame.ts';
import { niceStep } from './ticks.ts';
import { heightAxis } from './valueAxis.ts';

/** A metric of several runs, each value with the output tokens of its request. */
export interface ComparedByTokens {
  readonly label: string;
  readonly unit: string;
  readonly sides: readonly (SideValues & { readonly tokens: ArrayLike<number> })[];
}

const mostRows = 12;

/** A metric, such as TPOT, against the length of the response, with a point for every request. */
export function compareTokensChart({ label, unit, sides }: ComparedByTokens, theme: ChartTheme): Chart {
  const placed = sides.map(side => ({ ...side, places: side.tokens }));
  const all = pointSides(placed, theme);
  const drawn = all.filter(({ points }) => points.length > 0);
  const longest = Math.max(0, ...drawn.flatMap(({ points }) => points.map(([tokens]) => tokens)));
  const highest = Math.max(0, ...drawn.flatMap(({ points }) => points.map(([, value]) => value)));
  const quantity = quantityScale(unit, highest / 2);
  const step = Math.max(1, niceStep(longest / mostRows));
  const thinned = thinnedNote(
    all,
    placed.reduce((sum, side) => sum + countKnown(side), 0),
  );
  const names = drawn.map(({ name }) => name).join(', ');
  return {
    title: `${label} against output tokens`,
    description:
      drawn.length === 0
        ? `No ${label} was measured.`
        : `${label} of each request against its output tokens, up to ${formatCount(longest)}: ${names}. ${thinned}`.trim(),
    ...(thinned !== '' && { note: thinned }),
    option: sidesFrame(
      theme,
      drawn,
      drawn.map(({ style }) => style.symbol),
      {
        tooltip: sidePointTooltip(theme, quantity, tokens => `${formatCount(tokens)} output tokens`),
        xAxis: axis(theme, 'x', {
          ...axisName(theme, 'Output tokens', 24),
          scale: true,
          axisLabel: { formatter: formatCount },
        }),
        yAxis: heightAxis(theme, unit, highest),
        series: drawn.map(side => pointSeries(side, theme.highContrast ? 1 : 0.6)),
      },
    ),
    table: sideTable(
      'Output tokens',
      sides.map(({ name }) => `${name}: median ${label} (requests)`),
      rangeRows(placed, step, from => tokenRange(from, step), quantity),
    ),
  };
}

function countKnown({ places, values }: PlacedSide): number {
  let known = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i]) && Number.isFinite(places[i])) known++;
  }
  return known;
}

function tokenRange(from: number, step: number): string {
  return step === 1 ? formatCount(from) : `${formatCount(from)} to ${formatCount(from + step - 1)}`;
}
