import { seededRandom, seedFor } from '../base/random.ts';
import { type Blocks, blocksOf, dot, expansion, movedAway, pickBlocks, weightedQuantile } from './blocks.ts';
import { defaultResamples } from './difference.ts';
import type { PairedDraws } from './draws.ts';
import type { TimedColumn } from './sample.ts';

/** Draws of an interleaved pair: of its means and of each requested quantile. */
export interface PairedResamples {
  readonly mean: PairedDraws;
  readonly quantiles: readonly PairedDraws[];
  /** Number of time blocks that were resampled. */
  readonly blocks: number;
}

const minBlocks = 20;
const maxBlocks = 200;

/**
 * Resamples an interleaved pair of runs in time blocks that hold requests of both. Drift then affects both
 * sides of every draw and cancels out in their difference. A block has about the cube root of n requests of
 * each side (Hall, Horowitz and Jing, "On blocking rules for the bootstrap with dependent data", Biometrika
 * 82, 1995). There are at least 20 blocks, if there are enough requests, and at most 200.
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
    do pickBlocks(weights, random);
    while (sides.some(side => dot(weights, side.sizes) === 0));
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

/** Moves draws away from their values by the factor `expansion`. */
export function expanded(
  draws: PairedDraws,
  [baseline, candidate]: readonly [number, number],
  blocks: number,
): PairedDraws {
  const factor = expansion(blocks);
  const from = (value: number) => (draw: number) => movedAway(draw, value, factor);
  return {
    baseline: draws.baseline.map(from(baseline)),
    candidate: draws.candidate.map(from(candidate)),
    widened: factor,
  };
}

function cutIntoBlocks(baseline: TimedColumn, candidate: TimedColumn): { sides: Blocks[]; count: number } {
  const rows = [baseline, candidate].flatMap(({ values, sentAt }, side) =>
    Array.from(values, (value, i) => ({ side, value, at: sentAt[i] ?? Number.NaN })).filter(
      row => Number.isFinite(row.value) && Number.isFinite(row.at),
    ),
  );
  // The sides play no role in the order, so swapping them gives the same blocks.
  rows.sort((a, b) => a.at - b.at);
  const perSide = rows.length / 2;
  const wanted = Math.ceil(Math.max(Math.cbrt(perSide), perSide / maxBlocks));
  const length = Math.max(1, Math.min(wanted, Math.floor(perSide / minBlocks)));
  const count = Math.ceil(perSide / length);
  const sides = [0, 1].map(side =>
    blocksOf(
      rows
        .map((row, rank) => ({ ...row, block: Math.floor(rank / (2 * length)) }))
        .filter(row => row.side === side),
      count,
    ),
  );
  return { sides, count };
}
