import { clientEffect, differenceEffect } from './clientEffect.ts';
import { timeBlocks } from './timeBlocks.ts';
import { timeSignals } from './timeDependence.ts';
import type { TimedValue } from './timedValues.ts';

/** With fewer clients, their differences cannot be estimated. */
export const minClients = 8;

/**
 * What may be resampled as if it were independent: requests, whole clients, or blocks of time. If nothing can,
 * there is no interval: clients are too few, or the run is too short for what its requests share in time.
 */
export type Unit =
  | { readonly by: 'requests' }
  /** `alike`: whether requests of one client resemble each other, as far as it can be seen. */
  | { readonly by: 'clients'; readonly alike: boolean }
  /** Number of blocks, of each side. */
  | { readonly by: 'time'; readonly blocks: readonly number[] }
  | {
      readonly by: 'none';
      readonly because: 'clients' | 'time';
      /** The number of independent requests that say as much, of each side. */
      readonly effectiveSizes: readonly number[];
    };

/** Standard normal values that chance exceeds once in 40, 100 and 700 comparisons. */
const z975 = 1.959964;
const z99 = 2.326348;
const z999 = 3;

/** Whether the signals of one or two sides, together or alone, exceed what chance explains. */
function exceedsChance(signals: readonly number[]): boolean {
  const together = signals.reduce((sum, signal) => sum + signal, 0) / Math.sqrt(signals.length);
  return together > z99 || signals.some(signal => signal > (signals.length === 1 ? z99 : z999));
}

/** The unit of one run, or of two that followed each other. Expects values in the order of sending. */
export function unitOf(sides: readonly (readonly TimedValue[])[]): Unit {
  const clustered = sides.every(hasEnoughClients);
  const effects = sides.map(clientEffect);
  const clientsDiffer = exceedsChance(effects.map(effect => effect?.signal ?? 0));
  if (clientsDiffer && !clustered) {
    const effectiveSizes = sides.map((side, i) => side.length / Math.max(1, effects[i]?.designEffect ?? 1));
    return { by: 'none', because: 'clients', effectiveSizes };
  }
  const signals = sides.map(side => timeSignals(side, clientsDiffer));
  const shared = exceedsChance(signals.map(signal => signal.shared));
  const own = exceedsChance(signals.map(signal => signal.own));
  if (clustered && !shared) return { by: 'clients', alike: own || clientsDiffer };
  if (!shared && !own) return { by: 'requests' };
  const found = sides.map(timeBlocks);
  const blocks = found.flatMap(({ count }) => count ?? []);
  if (blocks.length === sides.length && !clientsDiffer) return { by: 'time', blocks };
  const effectiveSizes = found.map(({ designEffect }, i) => (sides[i]?.length ?? 0) / designEffect);
  return { by: 'none', because: 'time', effectiveSizes };
}

/**
 * The unit of two sides whose requests took turns: blocks of time that hold requests of both, or whole clients if
 * the difference of the sides depends on the client. Expects values in the order of sending.
 */
export function interleavedUnit(
  sides: readonly [readonly TimedValue[], readonly TimedValue[]],
): Exclude<Unit, { by: 'time' | 'requests' }> | 'turns' {
  const signal = differenceEffect(sides);
  // Missing it is worse than resampling clients, or asking for more of them, once in 40 cases.
  if (signal === null || signal <= z975) return 'turns';
  if (sides.every(hasEnoughClients)) return { by: 'clients', alike: true };
  const effectiveSizes = sides.map(side => side.length / Math.max(1, clientEffect(side)?.designEffect ?? 1));
  return { by: 'none', because: 'clients', effectiveSizes };
}

function hasEnoughClients(rows: readonly TimedValue[]): boolean {
  return new Set(rows.map(row => row.client)).size >= minClients;
}
