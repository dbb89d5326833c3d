import { seededRandom, seedFor } from '../base/random.ts';
import { normalTail } from '../stats/normalTail.ts';

/** A difference with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How far the candidate lies from the baseline: candidate minus baseline. */
export interface Difference {
  /** In the metric's unit. */
  readonly absolute: Estimate;
  /** As a share of the baseline; null for shares, and where the baseline may be 0. */
  readonly relative: Estimate | null;
  /** How often equal endpoints seem to differ as much, either way: below 0.05 where the interval excludes 0. */
  readonly chance: number;
  /** How the interval was made, for people. */
  readonly method: string;
  /**
   * The smallest true difference that comparisons of such samples detect 80 times of 100: (1.96 + 0.84)
   * standard errors (Bloom, "Minimum Detectable Effects", Evaluation Review 19, 1995), of shares by the
   * binomial distribution. Null where the values do not vary at all.
   */
  readonly detectable: { readonly absolute: number; readonly relative: number | null } | null;
}

/** A statistic of one side, and a source of values that it could have had in other runs like this. */
export interface Estimator {
  readonly value: number;
  draw(random: () => number): number;
}

/** Draws of both sides that belong together, one pair per index. */
export interface PairedDraws {
  readonly baseline: Float64Array;
  readonly candidate: Float64Array;
}

export const defaultResamples = 2000;

/** Standard errors that 95 of 100 normal values stay within. */
export const z975 = 1.959964;
/** A detectable difference is detected by this share of comparisons. */
export const detectedShare = 0.8;
const z80 = 0.841621;

/** Per unit of an interval's width: how wide it is in standard errors, and how many of them are detectable. */
const detectablePerWidth = (z975 + z80) / (2 * z975);

/**
 * Draws of two independent sides. Each random stream serves both sides in turn, so that exchanging the
 * sides exchanges the results exactly.
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
  };
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const all = new Float64Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/**
 * The difference of two values with the percentile interval of its draws. Ends are draws themselves, never
 * between two, so the absolute and the relative interval exclude 0 together. `ratio` says whether a share
 * of the baseline makes sense.
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
  const size = detectableSize(values, draws);
  return {
    absolute,
    relative,
    chance: chanceOf(differences),
    method,
    detectable: size === 0 ? null : { absolute: size, relative: relative && size / baseline },
  };
}

/**
 * The smallest difference that would have been detected, from the width of the interval if there were none:
 * times vary as they are long, so the candidate's are brought to the length of the baseline's.
 */
function detectableSize(
  [baseline, candidate]: readonly [baseline: number, candidate: number],
  draws: PairedDraws,
): number {
  const factor = baseline > 0 && candidate > 0 ? baseline / candidate : 1;
  const differences = draws.candidate.map((c, i) => c * factor - (draws.baseline[i] ?? Number.NaN));
  const { low, high } = percentileInterval(candidate * factor - baseline, differences);
  return (high - low) * detectablePerWidth;
}

/** Fewer draws than this say too little by their number. */
const fewestBeyond = 5;

/**
 * Twice the share of draws beyond 0. Where hardly any are, it is smaller than their number can tell: then by
 * their spread, as of a normal value, but never larger than a single one of them would make it.
 */
function chanceOf(draws: Float64Array): number {
  const count = (test: (draw: number) => boolean) => draws.filter(test).length;
  const beyond = Math.min(
    count(draw => draw <= 0),
    count(draw => draw >= 0),
  );
  if (beyond >= fewestBeyond) return Math.min(1, (2 * beyond) / draws.length);
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  const spread = Math.sqrt(draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length);
  const normal = spread === 0 ? 0 : 2 * normalTail(Math.abs(mean) / spread);
  return Math.min(normal, (2 * Math.max(1, beyond)) / draws.length);
}

/** 95 of 100 draws, the same number left out at both ends; always holds the value itself. */
function percentileInterval(value: number, draws: Float64Array): Estimate {
  const sorted = draws.slice().sort();
  const out = Math.floor(sorted.length * 0.025);
  const low = sorted[out] ?? Number.NaN;
  const high = sorted[sorted.length - 1 - out] ?? Number.NaN;
  return { value, low: Math.min(low, value), high: Math.max(high, value) };
}
