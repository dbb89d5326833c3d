/**
 * A time in which this process could not read what arrived: it was stopped, waited for a processor, or was busy.
 * What it read between `until` and `to` may have arrived at any time since `from`. If `until` equals `to`, only a
 * late timer shows the stall, and what was read since `from` may be late. Seconds of the run.
 */
export interface Stall {
  readonly from: number;
  readonly until: number;
  readonly to: number;
}

/** The stalls of a run. */
export interface Stalls {
  /** The stall that may have delayed what was read at `time`; null if there is none. */
  at(time: number): Stall | null;
}

/** Seconds. Times that are read from a file are sums of rounded numbers. */
const timeError = 1e-6;

/** Whether `stall` may have delayed what was read at `time`. */
export function covers({ from, until, to }: Stall, time: number): boolean {
  const begin = until === to ? from : until;
  return time >= begin - timeError && time <= to + timeError;
}

/** Stalls in the order in which they ended. */
export function stallsOf(list: readonly Stall[]): Stalls {
  const endOf = (index: number) => list[index]?.to ?? Number.POSITIVE_INFINITY;
  return { at: time => stallIn({ count: list.length, endOf, get: index => list[index] }, time) };
}

/** Stalls in the order in which they ended, in any form. Indices are below `count`. */
export interface StallList {
  readonly count: number;
  /** Its `to`. */
  endOf(index: number): number;
  get(index: number): Stall | undefined;
}

/** The stall that may have delayed what was read at `time`; null if there is none. */
export function stallIn({ count, endOf, get }: StallList, time: number): Stall | null {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (endOf(middle) >= time - timeError) high = middle;
    else low = middle + 1;
  }
  // A late timer is noted after the reads that it delayed.
  for (const index of [low, low + 1]) {
    const stall = index < count ? get(index) : undefined;
    if (stall && covers(stall, time)) return stall;
  }
  return null;
}
