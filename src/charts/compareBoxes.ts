import { quantile } from '../core/stats/percentiles.ts';
import type { ChartOption } from './chart.ts';
import type { DrawApi } from './customSeries.ts';
import { sortedFinite } from './sorted.ts';
import { thin } from './thin.ts';

/** The numbers of a box plot: whiskers end at the last values within 1.5 interquartile ranges (Tukey). */
export interface Box {
  readonly n: number;
  readonly low: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly high: number;
  /** Values beyond the whiskers, thinned where they are many. */
  readonly outliers: readonly number[];
}

const mostOutliers = 200;

/** The box of some values without NaN; null where there are none. */
export function boxOf(values: ArrayLike<number>, positive: boolean): Box | null {
  const finite = sortedFinite(values);
  const sorted = positive ? finite.filter(value => value > 0) : finite;
  if (sorted.length === 0) return null;
  const [q1, median, q3] = [0.25, 0.5, 0.75].map(q => quantile(sorted, q)) as [number, number, number];
  const reach = 1.5 * (q3 - q1);
  const inside = sorted.filter(value => value >= q1 - reach && value <= q3 + reach);
  const outside = sorted.filter(value => value < q1 - reach || value > q3 + reach);
  return {
    n: sorted.length,
    low: inside[0] ?? q1,
    q1,
    median,
    q3,
    high: inside.at(-1) ?? q3,
    outliers: thin(outside, outside, mostOutliers).map(i => outside[i] ?? 0),
  };
}

/**
 * A custom series of boxes: data are `[place, low, q1, median, q3, high]` in axis positions, and `thickness`
 * is in pixels. `along` is the axis of the values.
 */
export function boxSeries(
  along: 'x' | 'y',
  style: { colour: string; fill: number; shift: number; thickness: number },
  name: string,
  data: readonly (readonly number[])[],
): ChartOption {
  const dimensions = [1, 2, 3, 4, 5];
  return {
    name,
    type: 'custom',
    encode: along === 'x' ? { x: dimensions, y: 0 } : { x: 0, y: dimensions },
    itemStyle: { color: style.colour },
    data,
    renderItem: (_: unknown, api: DrawApi) => {
      const at = (dimension: number): [number, number] => {
        const value = api.value(dimension);
        const [x, y] = api.coord(along === 'x' ? [value, api.value(0)] : [api.value(0), value]);
        return along === 'x' ? [x, y + style.shift] : [x + style.shift, y];
      };
      const half = style.thickness / 2;
      const across = ([x, y]: [number, number], by: number): [number, number] =>
        along === 'x' ? [x, y + by] : [x + by, y];
      const line = (from: [number, number], to: [number, number], width = 1) => ({
        type: 'line',
        shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] },
        style: { stroke: style.colour, lineWidth: width },
      });
      const [low, q1, median, q3, high] = [at(1), at(2), at(3), at(4), at(5)];
      const corners = [across(q1, -half), across(q3, -half), across(q3, half), across(q1, half)];
      const box = (look: ChartOption) => ({ type: 'polygon', shape: { points: corners }, style: look });
      return {
        type: 'group',
        children: [
          box({ fill: style.colour, opacity: style.fill }),
          box({ fill: 'none', stroke: style.colour, lineWidth: 1 }),
          line(low, q1),
          line(q3, high),
          line(across(low, -half / 2), across(low, half / 2)),
          line(across(high, -half / 2), across(high, half / 2)),
          line(across(median, -half), across(median, half), 2.5),
        ],
      };
    },
  };
}
