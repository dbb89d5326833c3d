import { detectableOf, z975 as z } from './difference.ts';
import type { Difference } from './result.ts';

/** How many of how many. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

/** Wilson's score interval of a share. */
function wilson({ count, of }: Share): [low: number, high: number] {
  const p = count / of;
  const centre = p + (z * z) / (2 * of);
  const spread = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)];
}

/**
 * The difference of two shares with Newcombe's interval (method 10 of "Interval estimation for the
 * difference between independent proportions", Statistics in Medicine 17, 1998), which holds for shares
 * of 0 and 1 too. Shares differ in points: there is no relative difference.
 */
export function shareDifference(baseline: Share, candidate: Share): Difference {
  const [p1, p2] = [baseline.count / baseline.of, candidate.count / candidate.of];
  const [low1, high1] = wilson(baseline);
  const [low2, high2] = wilson(candidate);
  const value = p2 - p1;
  const absolute = {
    value,
    low: value - Math.hypot(p2 - low2, high1 - p1),
    high: value + Math.hypot(high2 - p2, p1 - low1),
  };
  return {
    absolute,
    relative: null,
    method: "Newcombe's interval of a difference of shares, from Wilson scores",
    detectable: detectableOf(absolute, null),
  };
}
