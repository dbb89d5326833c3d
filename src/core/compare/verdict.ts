import type { MetricDefinition } from '../metrics/definitions.ts';
import type { Difference } from './difference.ts';
import type { Verdict } from './result.ts';

/** Which direction of a metric is better. */
export type Better = MetricDefinition['better'];

/** A difference is detected if its 95 % interval excludes 0. */
export function verdictOf(difference: Difference | null, better: Better): Verdict {
  if (difference === null) return 'not enough data';
  const { low, high } = difference.absolute;
  if (low <= 0 && high >= 0) return 'no detectable difference';
  return low > 0 === (better === 'higher') ? 'better' : 'worse';
}
