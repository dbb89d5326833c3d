import { valuesNeeded } from '../metrics/distribution.ts';
import type { SideValue } from './result.ts';

/** Why `n` values say nothing about a mean or a share; null when they do. As many as a median needs. */
export function meanSupport(n: number): string | null {
  const needed = valuesNeeded('p50');
  return n >= needed
    ? null
    : `${n} ${n === 1 ? 'value is' : 'values are'} too few: at least ${needed} are needed.`;
}

/** Why two sides give no difference, as a sentence; null when both are good. */
export function refusalOf(baseline: SideValue, candidate: SideValue): string | null {
  const reason = baseline.unreliable ?? candidate.unreliable;
  if (reason === null) return null;
  return `Of the ${baseline.unreliable === null ? 'candidate' : 'baseline'}, ${reason}`;
}
