import { seededRandom, seedFor } from '../base/random.ts';
import { normalTail } from '../stats/normalTail.ts';
import { type Detectable, detectableOf } from './detectable.ts';
import type { PairedDraws } from './draws.ts';

/** A difference with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The difference of two sides: candidate minus baseline. */
export interface Difference {
  /** In the metric's unit. */
  readonly absolute: Estimate;
  /** As a share of the baseline; null for shares, and if the baseline may be 0. */
  readonly relative: Estimate | null;
  /** Two-sided p-value: below 0.05 if the interval excludes 0. */
  readonly chance: number;
  /** How the interval was computed, in words. */
  readonly method: string;
  /** Null if the values do not vary, or if it cannot be said. */
  readonly detectable: Detectable | null;
}

/** A statistic of one side, and draws of the values that it might have in similar runs. */
export interface Estimator {
  readonly value: number;
  /** As of `PairedDraws`. */
  readonly widened?: number;
  draw(random: () => number): number;
}

export const defaultResamples = 2000;

/** 95 % of normal values are within this many standard errors. */
export const z975 = 1.959964;

/**
 * Draws of two independent sides. Each random stream serves one half of either side, so that swapping the
 * sides swaps the results exactly.
 */
export function independentDraws(
  baseline: Estimator,
  candidate: Estimator,
  seed: number,
  resamples = defaultResamples,
): PairedDraws {
  const half = resamples >> 1;
  const stream = (side: Estimator, index: number) => {
    const random = seededRandom(seedFor(seed, index));
    return Float64Array.from({ length: half }, () => side.draw(random));
  };
  return {
    baseline: joined(stream(baseline, 1), stream(baseline, 2)),
    candidate: joined(stream(candidate, 2), stream(candidate, 1)),
    widened: ((baseline.widened ?? 1) + (candidate.widened ?? 1)) / 2,
  };
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const all = new Float64Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/**
 * The difference of two values with the percentile interval of its draws. The ends are draws themselves and
 * not interpolated, so the absolute interval excludes 0 exactly if the relative one does. `ratio` says
 * whether a relative difference makes sense.
 */
export function differenceOf(
  values: readonly [baseline: number, candidate: number],
  draws: PairedDraws,
  method: string,
  ratio = true,
): Difference {
  const [baseline, candidate] = values;
  const differences = draws.baseline.map((b, i) => (draws.candidate[i] ?? Number.NaN) - b);
  const absolute = percentileInterval(candidate - baseline, differences);
  const positive = baseline > 0 && draws.baseline.every(b => b > 0);
  const relative =
    ratio && positive
      ? percentileInterval(
          candidate / baseline - 1,
          differences.map((d, i) => d / (draws.baseline[i] ?? Number.NaN)),
        )
      : null;
  return {
    absolute,
    relative,
    chance: pValueOf(differences),
    method,
    detectable: detectableOf(values, draws, relative !== null),
  };
}

/** With fewer draws beyond 0, their share is too coarse. */
const minBeyond = 5;

/**
 * The p-value: twice the share of draws beyond 0. If hardly any are, it is extrapolated from a normal
 * approximation of the draws, but never above twice the share of draws beyond 0, counting at least one.
 */
function pValueOf(draws: Float64Array): number {
  const count = (test: (draw: number) => boolean) => draws.filter(test).length;
  const beyond = Math.min(
    count(draw => draw <= 0),
    count(draw => draw >= 0),
  );
  if (beyond >= minBeyond) return Math.min(1, (2 * beyond) / draws.length);
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  const spread = Math.sqrt(draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length);
  const normal = spread === 0 ? 0 : 2 * normalTail(Math.abs(mean) / spread);
  return Math.min(normal, (2 * Math.max(1, beyond)) / draws.length);
}

/** The middle 95 % of the draws, widened to include the value itself if necessary. */
function percentileInterval(value: number, draws: Float64Array): Estimate {
  const sorted = draws.slice().sort();
  const out = Math.floor(sorted.length * 0.025);
  const low = sorted[out] ?? Number.NaN;
  const high = sorted[sorted.length - 1 - out] ?? Number.NaN;
  return { value, low: Math.min(low, value), high: Math.max(high, value) };
}
