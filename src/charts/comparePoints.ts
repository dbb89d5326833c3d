import { formatCount, missing, type QuantityScale } from '../core/format/quantities.ts';
import { quantile } from '../core/stats/percentiles.ts';
import type { ChartOption, ChartTheme } from './chart.ts';
import { type SideStyle, type SideValues, sideStyle } from './compareSides.ts';
import { pointTooltip } from './frame.ts';
import { thin } from './thin.ts';
import { valuesByStep } from './timeBuckets.ts';

/** One run's values, each with its place on the x axis. */
export interface PlacedSide extends SideValues {
  readonly places: ArrayLike<number>;
}

/** One run with its requests as points to draw. */
export interface PointSide extends PlacedSide {
  readonly style: SideStyle;
  readonly points: readonly (readonly [place: number, value: number])[];
}

/** Most points of all runs together. */
const mostPoints = 3000;
/** With more points than this in one run they are drawn smaller. */
const smallFrom = 1000;

/** The requests of each run as points, thinned where they are many. */
export function pointSides(sides: readonly PlacedSide[], theme: ChartTheme): PointSide[] {
  const limit = Math.floor(mostPoints / Math.max(1, sides.length));
  return sides.map(({ name, places, values }, index) => ({
    name,
    places,
    values,
    style: sideStyle(theme, index),
    points: thin(places, values, limit).map(i => [places[i] ?? 0, values[i] ?? 0] as const),
  }));
}

/** A run's points as a series; `opacity` lets points that cover each other show through. */
export function pointSeries({ name, points, style }: PointSide, opacity: number): ChartOption {
  return {
    name,
    type: 'scatter',
    symbol: style.symbol,
    symbolSize: points.length > smallFrom ? 3 : 5,
    itemStyle: { color: style.colour, opacity },
    data: points,
  };
}

/** A tooltip with the run, the value and `placeText`, which says where the point lies. */
export function sidePointTooltip(
  theme: ChartTheme,
  quantity: QuantityScale,
  placeText: (place: number) => string,
): ChartOption {
  return pointTooltip<{ seriesName: string; data: [number, number] }>(
    theme,
    ({ seriesName, data }) => `${seriesName}\n${quantity.text(data[1])}\n${placeText(data[0])}`,
  );
}

/** States how many of very many points are shown; empty where it is all of them. */
export function thinnedNote(sides: readonly PointSide[], all: number): string {
  const drawn = sides.reduce((sum, { points }) => sum + points.length, 0);
  return drawn < all ? `Shows ${formatCount(drawn)} of ${formatCount(all)} points.` : '';
}

/**
 * Rows of a table over ranges of the x axis, each `step` long: "437 ms (36)" is the median of a run's values in
 * the range, and their number. Ranges without values are left out.
 */
export function rangeRows(
  sides: readonly PlacedSide[],
  step: number,
  rangeText: (from: number) => string,
  quantity: QuantityScale,
): string[][] {
  const bySide = sides.map(({ places, values }) => valuesByStep(places, values, step));
  const ranges = [...new Set(bySide.flatMap(values => [...values.keys()]))].sort((a, b) => a - b);
  return ranges.map(range => [
    rangeText(range * step),
    ...bySide.map(values => {
      const sorted = values.get(range);
      return sorted === undefined
        ? missing
        : `${quantity.text(quantile(sorted, 0.5))} (${formatCount(sorted.length)})`;
    }),
  ]);
}
