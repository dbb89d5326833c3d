import { ranks } from './ranks.ts';
import { type TimedValue, withoutStart } from './timedValues.ts';

/** Each block must be this many times as long as requests remember, because short runs hide how long that is. */
const memories = 8;

/** As for rates: with few blocks their spread is poorly known; more than twenty add little. */
const minBlocks = 8;
const maxBlocks = 20;

/** Equal blocks of requests in the order of sending, long enough to be nearly independent of each other. */
export interface TimeBlocks {
  /** Null if the run is too short for eight blocks. */
  readonly count: number | null;
  /** The variance of the mean relative to that of independent requests, as far as the run shows it. */
  readonly designEffect: number;
}

/**
 * Doubles the length of blocks until it is eight times the design effect that blocks of that length show ("batch
 * means": Sokal, "Monte Carlo methods in statistical mechanics", 1996, section 3). Expects values in the order of
 * sending.
 */
export function timeBlocks(rows: readonly TimedValue[]): TimeBlocks {
  const ranked = ranks(withoutStart(rows).map(row => row.value));
  let designEffect = 1;
  for (let length = 2; length * minBlocks <= ranked.length; length *= 2) {
    designEffect = Math.max(designEffect, effectOf(ranked, length));
    if (length >= memories * designEffect) {
      return { count: Math.min(maxBlocks, Math.floor(ranked.length / length)), designEffect };
    }
  }
  return { count: null, designEffect };
}

/** The variance of block means, relative to that of independent values. */
function effectOf(values: Float64Array, length: number): number {
  const count = Math.floor(values.length / length);
  const mean = (values.length - 1) / 2;
  let between = 0;
  for (let block = 0; block < count; block++) {
    let sum = 0;
    for (let i = block * length; i < (block + 1) * length; i++) sum += (values[i] ?? mean) - mean;
    between += sum ** 2 / length;
  }
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return variance === 0 ? 1 : between / (count - 1) / variance;
}
