import { valuesNeeded } from '../metrics/distribution.ts';
import type { SideValue } from './result.ts';

/**
 * Why `n` values are too few for a mean or a share, as a sentence; null if they are not. Needs as many as a
 * median.
 */
export function meanSupport(n: number): string | null {
  const needed = valuesNeeded('p50');
  return n >= needed
    ? null
    : `${n} ${n === 1 ? 'value is' : 'values are'} too few: at least ${needed} are needed.`;
}

/** Why two sides cannot be compared, as a sentence; null if both are reliable. */
export function refusalOf(baseline: SideValue, candidate: SideValue): string | null {
  const reason = baseline.unreliable ?? candidate.unreliable;
  if (reason === null) return null;
  return `For the ${baseline.unreliable === null ? 'candidate' : 'baseline'}, ${reason}`;
}

/** Why means are not compared if the sides differ in their share of failed requests, as a sentence. */
export const meanOfFailures =
  'A failed request has no time, so a mean leaves it out; the sides differ in their share of failed requests.';

/** Why a difference has no size, as a sentence. */
export function infiniteRefusal(side: 'baseline' | 'candidate' | 'both'): string {
  const where = side === 'both' ? 'On both sides' : `For the ${side}`;
  return `${where}, so many requests failed that this percentile has no upper limit.`;
}
