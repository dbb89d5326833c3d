import { seededRandom, seedFor } from '../random.ts';
import { defaultResamples, type PairedDraws, z975 } from './difference.ts';

/** One side of an interleaved run: its values, and when each request was sent (same index). */
export interface TimedColumn {
  readonly values: Float64Array;
  readonly sentAt: Float64Array;
}

/** What resampling an interleaved pair gives: draws of the means and of each quantile asked for. */
export interface PairedResamples {
  readonly mean: PairedDraws;
  readonly quantiles: readonly PairedDraws[];
  /** Number of stretches of time that were resampled. */
  readonly blocks: number;
}

interface Side {
  /** Ascending, with the block of each. */
  readonly values: Float64Array;
  readonly blocks: Uint32Array;
  readonly sizes: Float64Array;
  readonly sums: Float64Array;
  /** At every 512th value: how many values of each block come before it. */
  readonly checkpoints: readonly Float64Array[];
}

const checkpointEvery = 512;
const fewestBlocks = 20;
const mostBlocks = 200;

/**
 * Resamples an interleaved pair of runs by stretches of time that hold requests of both: whatever drifts
 * is in both sides of every draw and cancels in their difference. A stretch has about the cube root of n
 * requests of each side (Hall, Horowitz and Jing, "On blocking rules for the bootstrap with dependent
 * data", Biometrika 82, 1995), but there are at least twenty stretches, as far as requests go, and
 * at most two hundred.
 */
export function pairedDraws(
  baseline: TimedColumn,
  candidate: TimedColumn,
  quantiles: readonly number[],
  seed: number,
  resamples = defaultResamples,
): PairedResamples {
  const { sides, count } = cutIntoBlocks(baseline, candidate);
  const random = seededRandom(seedFor(seed, 0));
  const draws = sides.map(() => [undefined, ...quantiles].map(() => new Float64Array(resamples)));
  const weights = new Uint32Array(count);
  for (let r = 0; r < resamples; r++) {
    do {
      weights.fill(0);
      for (let k = 0; k < count; k++) {
        const picked = Math.floor(random() * count);
        weights[picked] = (weights[picked] ?? 0) + 1;
      }
    } while (sides.some(side => dot(weights, side.sizes) === 0));
    sides.forEach((side, s) => {
      const total = dot(weights, side.sizes);
      const results = [
        dot(weights, side.sums) / total,
        ...quantiles.map(q => weightedQuantile(side, weights, total, q)),
      ];
      results.forEach((result, i) => {
        const column = draws[s]?.[i];
        if (column) column[r] = result;
      });
    });
  }
  const pair = (i: number): PairedDraws => ({
    baseline: draws[0]?.[i] ?? new Float64Array(),
    candidate: draws[1]?.[i] ?? new Float64Array(),
  });
  return { mean: pair(0), quantiles: quantiles.map((_, i) => pair(i + 1)), blocks: count };
}

/**
 * Draws moved away from their values as far as the bootstrap of few blocks falls short of Student's t
 * (Hesterberg, "What Teachers Should Know About the Bootstrap", The American Statistician 69, 2015,
 * section 5.3).
 */
export function expanded(
  draws: PairedDraws,
  [baseline, candidate]: readonly [number, number],
  blocks: number,
): PairedDraws {
  const freedom = Math.max(1, blocks - 1);
  const factor = Math.sqrt(blocks / freedom) * (1 + (z975 ** 2 + 1) / (4 * freedom));
  const from = (value: number) => (draw: number) => value + factor * (draw - value);
  return { baseline: draws.baseline.map(from(baseline)), candidate: draws.candidate.map(from(candidate)) };
}

function cutIntoBlocks(baseline: TimedColumn, candidate: TimedColumn): { sides: Side[]; count: number } {
  const rows = [baseline, candidate].flatMap(({ values, sentAt }, side) =>
    Array.from(values, (value, i) => ({ side, value, at: sentAt[i] ?? Number.NaN })).filter(
      row => Number.isFinite(row.value) && Number.isFinite(row.at),
    ),
  );
  // Only time decides, so that exchanging the sides cuts the same blocks.
  rows.sort((a, b) => a.at - b.at);
  const perSide = rows.length / 2;
  const wanted = Math.ceil(Math.max(Math.cbrt(perSide), perSide / mostBlocks));
  const length = Math.max(1, Math.min(wanted, Math.floor(perSide / fewestBlocks)));
  const count = Math.ceil(perSide / length);
  const sides = [0, 1].map(side => {
    const own = rows
      .map((row, rank) => ({ ...row, block: Math.floor(rank / (2 * length)) }))
      .filter(row => row.side === side)
      .sort((a, b) => a.value - b.value);
    const sizes = new Float64Array(count);
    const sums = new Float64Array(count);
    const checkpoints: Float64Array[] = [];
    for (const [i, { block, value }] of own.entries()) {
      if (i % checkpointEvery === 0) checkpoints.push(sizes.slice());
      sizes[block] = (sizes[block] ?? 0) + 1;
      sums[block] = (sums[block] ?? 0) + value;
    }
    return {
      values: Float64Array.from(own, row => row.value),
      blocks: Uint32Array.from(own, row => row.block),
      sizes,
      sums,
      checkpoints,
    };
  });
  return { sides, count };
}

function dot(weights: Uint32Array, amounts: Float64Array): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += (weights[i] ?? 0) * (amounts[i] ?? 0);
  return total;
}

/** A quantile of values of which each stands as often as its block was picked; `total` is their number. */
function weightedQuantile(side: Side, weights: Uint32Array, total: number, q: number): number {
  const position = q * (total - 1);
  const rank = Math.floor(position);
  let first = 0;
  let passed = 0;
  // The last checkpoint that is not beyond the rank.
  for (let beyond = side.checkpoints.length; beyond - first > 1; ) {
    const middle = (first + beyond) >> 1;
    const before = dot(weights, side.checkpoints[middle] ?? side.sizes);
    if (before > rank) beyond = middle;
    else [first, passed] = [middle, before];
  }
  let lower: number | null = null;
  for (let i = first * checkpointEvery; i < side.values.length; i++) {
    const weight = weights[side.blocks[i] ?? 0] ?? 0;
    if (weight === 0) continue;
    const value = side.values[i] ?? Number.NaN;
    passed += weight;
    if (passed > rank) lower ??= value;
    if (lower !== null && passed >= Math.min(rank + 2, total)) {
      return lower + (value - lower) * (position - rank);
    }
  }
  return Number.NaN;
}
