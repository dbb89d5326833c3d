import { formatDuration, quantityScale } from '../core/format/quantities.ts';
import { quantile } from '../core/stats/percentiles.ts';
import type { Chart, ChartOption, ChartTheme } from './chart.ts';
import {
  type PointSide,
  pointSeries,
  pointSides,
  rangeRows,
  sidePointTooltip,
  thinnedNote,
} from './comparePoints.ts';
import { type SideValues, sidesFrame, sideTable } from './compareSides.ts';
import { clockText } from './frame.ts';
import { sortedFinite } from './sorted.ts';
import { niceTimeStep } from './ticks.ts';
import { timeBuckets } from './timeBuckets.ts';
import { heightAxis, timeAxis } from './valueAxis.ts';

/** A metric of several runs, each value with the seconds since its run began (or since both did). */
export interface ComparedOverTime {
  readonly label: string;
  readonly unit: string;
  readonly sides: readonly (SideValues & { readonly at: ArrayLike<number> })[];
}

const lineBuckets = 40;
const tableBuckets = 15;

/** A metric over the time of each run: requests as points, the medians of time ranges as a line. */
export function compareTimeChart({ label, unit, sides }: ComparedOverTime, theme: ChartTheme): Chart {
  const placed = sides.map(side => ({ ...side, places: side.at }));
  const all = pointSides(placed, theme).map(side => ({ ...side, sorted: sortedFinite(side.values) }));
  const drawn = all.filter(({ points }) => points.length > 0);
  const end = Math.max(1e-3, ...drawn.flatMap(({ points }) => points.map(([at]) => at)));
  const highest = Math.max(0, ...drawn.map(({ sorted }) => sorted.at(-1) ?? 0));
  const quantity = quantityScale(unit, drawn[0] ? quantile(drawn[0].sorted, 0.5) : null);
  const clock = clockText(end);
  const step = niceTimeStep(end, tableBuckets);
  const known = all.reduce((sum, { sorted }) => sum + sorted.length, 0);
  const thinned = thinnedNote(all, known);
  const medians = drawn.map(({ name, sorted }) => `${name} ${quantity.text(quantile(sorted, 0.5))}`);
  return {
    title: `${label} over time`,
    description:
      drawn.length === 0
        ? `No ${label} was measured.`
        : `${label} over ${formatDuration(end)}; median: ${medians.join(', ')}. ${thinned}`.trim(),
    note: `Lines: medians. ${thinned}`.trim(),
    option: sidesFrame(theme, drawn, 'lines', {
      tooltip: sidePointTooltip(theme, quantity, at => `sent at ${clock(at)}`),
      xAxis: timeAxis(theme, end),
      yAxis: heightAxis(theme, unit, highest),
      // The line comes first, because the legend shows what comes first.
      series: drawn.flatMap(side => [
        medianLine(side, end),
        pointSeries(side, theme.highContrast ? 0.8 : 0.4),
      ]),
    }),
    table: sideTable(
      'Time',
      sides.map(({ name }) => `${name}: median (requests)`),
      rangeRows(placed, step, from => `${clock(from)} to ${clock(from + step)}`, quantity),
    ),
  };
}

function medianLine({ name, style, places, values }: PointSide, end: number): ChartOption {
  return {
    name,
    type: 'line',
    silent: true,
    symbol: 'none',
    z: 3,
    itemStyle: { color: style.colour },
    lineStyle: { color: style.colour, width: 2, type: style.line },
    data: timeBuckets(places, values, lineBuckets).map(({ from, to, median }) => [
      Math.min((from + to) / 2, end),
      median,
    ]),
  };
}
