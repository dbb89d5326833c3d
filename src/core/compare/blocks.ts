import { z975 } from './difference.ts';
import { isInfinite } from './failuresAsInfinite.ts';

/** Values that are resampled in blocks, because the values of one block depend on each other. */
export interface Blocks {
  /** Ascending. */
  readonly values: Float64Array;
  /** The block of each value. */
  readonly blocks: Uint32Array;
  /** Number of values, by block. */
  readonly sizes: Float64Array;
  /** Sum of the values, by block. */
  readonly sums: Float64Array;
  /** At every 512th value, how many values of each block precede it. */
  readonly checkpoints: readonly Float64Array[];
}

const checkpointEvery = 512;

/** Arranges values for block resampling; `block` counts from 0 and is less than `count`. */
export function blocksOf(rows: readonly { value: number; block: number }[], count: number): Blocks {
  const ascending = rows.toSorted((a, b) => a.value - b.value);
  const sizes = new Float64Array(count);
  const sums = new Float64Array(count);
  const checkpoints: Float64Array[] = [];
  for (const [i, { block, value }] of ascending.entries()) {
    if (i % checkpointEvery === 0) checkpoints.push(sizes.slice());
    sizes[block] = (sizes[block] ?? 0) + 1;
    sums[block] = (sums[block] ?? 0) + value;
  }
  return {
    values: Float64Array.from(ascending, row => row.value),
    blocks: Uint32Array.from(ascending, row => row.block),
    sizes,
    sums,
    checkpoints,
  };
}

/** Draws as many blocks as there are, with replacement, and sets `weights` to how often each was drawn. */
export function pickBlocks(weights: Uint32Array, random: () => number): void {
  weights.fill(0);
  for (let k = 0; k < weights.length; k++) {
    const picked = Math.floor(random() * weights.length);
    weights[picked] = (weights[picked] ?? 0) + 1;
  }
}

/**
 * The factor by which draws are moved away from the estimate, because a bootstrap of few blocks is too narrow
 * compared with Student's t (Hesterberg, "What Teachers Should Know About the Bootstrap", The American
 * Statistician 69, 2015, section 5.3).
 */
export function expansion(blocks: number): number {
  const freedom = Math.max(1, blocks - 1);
  return Math.sqrt(blocks / freedom) * (1 + (z975 ** 2 + 1) / (4 * freedom));
}

/** A draw moved away from the estimate by a factor. Infinite times stay where they are. */
export function movedAway(draw: number, value: number, factor: number): number {
  return isInfinite(draw) || isInfinite(value) ? draw : value + factor * (draw - value);
}

/** Sum of `amounts` times `weights`. */
export function dot(weights: Uint32Array, amounts: Float64Array): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += (weights[i] ?? 0) * (amounts[i] ?? 0);
  return total;
}

/**
 * A quantile of the values, each repeated as often as its block was drawn; `total` is the sum of those
 * repetitions.
 */
export function weightedQuantile(side: Blocks, weights: Uint32Array, total: number, q: number): number {
  const position = q * (total - 1);
  const rank = Math.floor(position);
  const start = lastCheckpoint(side, weights, rank);
  let passed = start.before;
  let lower: number | null = null;
  for (let i = start.index; i < side.values.length; i++) {
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

/** The last checkpoint not beyond a rank: its index in the values, and the weighted count before it. */
function lastCheckpoint(side: Blocks, weights: Uint32Array, rank: number): { index: number; before: number } {
  let first = 0;
  let before = 0;
  for (let beyond = side.checkpoints.length; beyond - first > 1; ) {
    const middle = (first + beyond) >> 1;
    const passed = dot(weights, side.checkpoints[middle] ?? side.sizes);
    if (passed > rank) beyond = middle;
    else [first, before] = [middle, passed];
  }
  return { index: first * checkpointEvery, before };
}
