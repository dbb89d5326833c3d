import { quantile } from '../stats/percentiles.ts';
import type { PairedDraws } from './draws.ts';
import { isInfinite } from './failuresAsInfinite.ts';

/** A true difference of a certain size, without its sign. */
export interface DetectableSize {
  /** In the metric's unit. */
  readonly absolute: number;
  /** As a share of the baseline; null where a difference has none. */
  readonly relative: number | null;
}

/**
 * Minimum detectable effect: the smallest true differences that such samples detect with 80 % power, upward
 * and downward. They differ: longer times vary more, so a rise must be larger than a fall. Null if no
 * difference in that direction is detected so often.
 */
export interface Detectable {
  readonly higher: DetectableSize | null;
  readonly lower: DetectableSize | null;
}

/** Power: the share of comparisons that detect a detectable difference. */
export const detectedShare = 0.8;

/** The shares of draws below which the power is computed: both ends of a 95 % interval, and of the middle 60 %. */
const levels = [0.025, 1 - detectedShare, detectedShare, 0.975] as const;

/**
 * An end of the 95 % interval is 2.3 times as far away as that of the middle 60 % (1.96 and 0.84 standard
 * errors). Draws far from that lie in groups, because the statistic lies between two groups of values. Then
 * the interval says little about that of another run, and what such runs detect is not known.
 */
const plausible = { least: 1.5, most: 4 } as const;

/** Nobody asks whether values differ by more than this factor. */
const largestFactor = 10;

/**
 * The detectable differences of a statistic, from the draws of both sides. Where values are times or rates, a
 * difference multiplies them, so the ratio r of the draws, each relative to its own estimate, has the same
 * distribution whatever the difference is. An interval lies above 0 if the measured ratio exceeds 1 / r at
 * 2.5 %, and a true ratio f leads to measured ratios that vary like f r. So f must be 1 / (r at 2.5 % times
 * r at 20 %), and downward 1 / (r at 97.5 % times r at 80 %). Null if the values do not vary at all, or if it
 * cannot be said.
 * @param positive whether the statistic is always greater than 0; otherwise a difference adds to it
 */
export function detectableOf(
  values: readonly [baseline: number, candidate: number],
  draws: PairedDraws,
  positive: boolean,
): Detectable | null {
  const [baseline, candidate] = values;
  const error = positive
    ? (b: number, c: number) => Math.log(c / candidate) - Math.log(b / baseline)
    : (b: number, c: number) => c - candidate - (b - baseline);
  const errors = draws.candidate.map((c, i) => error(draws.baseline[i] ?? Number.NaN, c)).sort();
  const [low = 0, belowMost = 0, aboveMost = 0, high = 0] = levels.map(level => quantile(errors, level));
  if (!isPlausible(low, belowMost) || !isPlausible(high, aboveMost)) return null;
  // Intervals are made wider than the values of similar runs vary.
  const { widened = 1 } = draws;
  const [up, down] = [-low - belowMost / widened, high + aboveMost / widened];
  if (!positive) {
    const size = (absolute: number): DetectableSize => ({ absolute, relative: null });
    return { higher: size(up), lower: size(down) };
  }
  const size = (log: number): DetectableSize | null => {
    const relative = Math.abs(Math.exp(log) - 1);
    return Math.abs(log) > Math.log(largestFactor) || isInfinite(baseline)
      ? null
      : { absolute: relative * baseline, relative };
  };
  return { higher: size(up), lower: size(-down) };
}

/** Whether an end of the 95 % interval is about as far away as that of the middle 60 % suggests. */
function isPlausible(far: number, near: number): boolean {
  const ratio = far / near;
  return ratio >= plausible.least && ratio <= plausible.most;
}
