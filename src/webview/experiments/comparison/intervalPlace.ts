import type { Estimate } from '../../../core/compare/difference.ts';

/** Width of the drawing, in its own units. */
export const intervalWidth = 120;
const room = 6;

/** Where an interval lies in its drawing, with zero in the middle; ends that do not fit are cut off and marked. */
export interface IntervalPlace {
  readonly low: number;
  readonly value: number;
  readonly high: number;
  readonly cutLow: boolean;
  readonly cutHigh: boolean;
}

/** Places an interval on an axis from `-reach` to `reach`. */
export function intervalPlace({ low, value, high }: Estimate, reach: number): IntervalPlace {
  const middle = intervalWidth / 2;
  const x = (at: number) => {
    const share = reach > 0 ? Math.max(-1, Math.min(1, at / reach)) : 0;
    return middle + share * (middle - room);
  };
  return { low: x(low), value: x(value), high: x(high), cutLow: low < -reach, cutHigh: high > reach };
}

/** A much wider interval would shrink all others to a dot, so it is cut at this many times the median. */
const cutAt = 4;

/** How far the shared axis of some intervals reaches on both sides of zero. */
export function sharedReach(estimates: readonly Estimate[]): number {
  const ends = estimates
    .map(({ low, high }) => Math.max(Math.abs(low), Math.abs(high)))
    .sort((a, b) => a - b);
  const median = ends[Math.floor((ends.length - 1) / 2)] ?? 0;
  return Math.min(ends.at(-1) ?? 0, median > 0 ? median * cutAt : Number.POSITIVE_INFINITY);
}
