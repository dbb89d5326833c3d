import { type BinomialChances, binomialChances } from '../stats/binomial.ts';
import { normalTail } from '../stats/normalTail.ts';
import { type Detectable, type DetectableSize, detectedShare } from './detectable.ts';
import { type Difference, type Estimate, z975 } from './difference.ts';

/** Bisection steps, which find a share to a millionth. */
const halvings = 20;

/** A share as counts: `count` of `of`. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

/** Wilson's score interval of a share. */
function wilson({ count, of }: Share, z: number): [low: number, high: number] {
  const p = count / of;
  const centre = p + (z * z) / (2 * of);
  const spread = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)];
}

/**
 * Newcombe's interval (method 10 of "Interval estimation for the difference between independent proportions",
 * Statistics in Medicine 17, 1998), which is also valid for shares of 0 and 1.
 */
function newcombe(baseline: Share, candidate: Share, z = z975): Estimate {
  const [p1, p2] = [baseline.count / baseline.of, candidate.count / candidate.of];
  const [low1, high1] = wilson(baseline, z);
  const [low2, high2] = wilson(candidate, z);
  const value = p2 - p1;
  return {
    value,
    low: value - Math.hypot(p2 - low2, high1 - p1),
    high: value + Math.hypot(high2 - p2, p1 - low1),
  };
}

/** The difference of two shares, in percentage points; it has no relative form. */
export function shareDifference(baseline: Share, candidate: Share): Difference {
  return {
    absolute: newcombe(baseline, candidate),
    relative: null,
    chance: pValueOf(baseline, candidate),
    method: "Newcombe's method for a difference of proportions, from Wilson scores",
    detectable: detectableShares(baseline, candidate.of),
  };
}

/** The p-value: that of the interval which just reaches 0. */
function pValueOf(baseline: Share, candidate: Share): number {
  let [excludes, reaches] = [0, 40];
  for (let i = 0; i < halvings; i++) {
    const z = (excludes + reaches) / 2;
    const { low, high } = newcombe(baseline, candidate, z);
    if (low > 0 || high < 0) excludes = z;
    else reaches = z;
  }
  return 2 * normalTail(reaches);
}

/**
 * The differences from the baseline's share that such samples detect in 80 of 100 pairs. They are computed
 * from the probabilities of all counts, because near 0 and 1 the width of a single interval says little.
 */
function detectableShares({ count, of }: Share, candidates: number): Detectable {
  return {
    higher: detectableRise(count / of, of, candidates),
    lower: detectableRise((of - count) / of, of, candidates),
  };
}

function detectableRise(share: number, of: number, candidates: number): DetectableSize | null {
  const baseline = binomialChances(of, share);
  const least = leastDetected(baseline, of, candidates);
  const power = (size: number) => {
    const { from, chances } = binomialChances(candidates, share + size);
    const atLeast = chances.toReversed();
    for (let i = 1; i < atLeast.length; i++) atLeast[i] = (atLeast[i] ?? 0) + (atLeast[i - 1] ?? 0);
    const beyond = (k: number) => (k <= from ? 1 : (atLeast[from + chances.length - 1 - k] ?? 0));
    return baseline.chances.reduce((sum, chance, i) => sum + chance * beyond(least[i] ?? 0), 0);
  };
  let [missed, detected] = [0, 1 - share];
  if (power(detected) < detectedShare) return null;
  for (let i = 0; i < halvings; i++) {
    const size = (missed + detected) / 2;
    if (power(size) < detectedShare) missed = size;
    else detected = size;
  }
  return { absolute: detected, relative: null };
}

/**
 * For each count of the baseline, the smallest count of the candidate that differs detectably; else
 * `candidates` + 1.
 */
function leastDetected({ from, chances }: BinomialChances, of: number, candidates: number): number[] {
  let k = Math.floor((from / of) * candidates);
  return Array.from(chances, (_, i) => {
    const baseline = { count: from + i, of };
    while (k <= candidates && newcombe(baseline, { count: k, of: candidates }).low <= 0) k++;
    return k;
  });
}
