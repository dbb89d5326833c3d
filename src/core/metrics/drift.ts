import { quantile } from '../stats/percentiles.ts';
import { ranks } from '../stats/ranks.ts';

/** The medians of the two halves of a run that differ. */
export interface Drift {
  readonly first: number;
  readonly second: number;
}

const blocks = 10;
const half = blocks / 2;
const valuesPerBlock = 3;

/** Blocks before a step that is looked for. */
const steps = [4, 5, 6];

/** Smaller differences matter little, however certain they are. */
const relevant = 0.2;

/** Student's t with eight degrees of freedom exceeds this in 1 of 200 cases. */
const critical = 3.833;

/**
 * Whether values in the order of sending differ between the first and the second half by more than a fifth,
 * and more than their dependence allows: neighbouring values may resemble each other. The mean ranks of ten
 * blocks are compared by Student's t. What counts as chance is how blocks scatter around a step or around a
 * straight line, whichever fits better, with the correlation of neighbours. Null if they do not differ, or
 * are too few.
 */
export function driftOf(values: readonly number[]): Drift | null {
  const n = values.length;
  if (n < blocks * valuesPerBlock) return null;
  const middle = Math.floor(n / 2);
  const [first, second] = [median(values.slice(0, middle)), median(values.slice(middle))];
  const apart = Math.max(first, second) > Math.min(first, second) * (1 + relevant);
  return apart && exceedsChance(blockMeans(ranks(values))) ? { first, second } : null;
}

function median(values: readonly number[]): number {
  return quantile(Float64Array.from(values).sort(), 0.5);
}

function blockMeans(values: Float64Array): Float64Array {
  return Float64Array.from({ length: blocks }, (_, block) => {
    const edge = (at: number) => Math.floor((at * values.length) / blocks);
    return mean(values.slice(edge(block), edge(block + 1)));
  });
}

function exceedsChance(means: Float64Array): boolean {
  const scatter = Math.min(aroundLine(means), ...steps.map(at => aroundStep(means, at)));
  const difference = Math.abs(mean(means.slice(half)) - mean(means.slice(0, half)));
  return difference > critical * Math.sqrt((2 * scatter) / half);
}

function aroundStep(means: Float64Array, at: number): number {
  const [before, after] = [mean(means.slice(0, at)), mean(means.slice(at))];
  return variance(means.map((value, i) => value - (i < at ? before : after)));
}

function aroundLine(means: Float64Array): number {
  const centre = (blocks - 1) / 2;
  const squares = (blocks * (blocks ** 2 - 1)) / 12;
  const slope = means.reduce((sum, value, i) => sum + value * (i - centre), 0) / squares;
  const level = mean(means);
  return variance(means.map((value, i) => value - level - slope * (i - centre)));
}

/** The variance of a block, raised by the correlation of neighbours; two numbers were fitted. */
function variance(residuals: Float64Array): number {
  const products = (lag: number) =>
    residuals.reduce((sum, value, i) => sum + value * (residuals[i + lag] ?? 0), 0);
  return Math.max(products(0), products(0) + 2 * products(1)) / (blocks - 2);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
