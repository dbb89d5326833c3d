import type { MetricDefinition } from '../metrics/definitions.ts';
import type { ComparedKey } from './comparedMetrics.ts';
import type { Difference } from './difference.ts';
import { smallestRelevantSize } from './relevance.ts';
import type { StatisticComparison, Verdict } from './result.ts';

/** Which direction of a metric is better. */
export type Better = MetricDefinition['better'];

/** A difference is detected if its 95 % interval excludes 0. */
export function verdictOf(difference: Difference | null, better: Better): Verdict {
  if (difference === null) return 'not enough data';
  const { low, high } = difference.absolute;
  if (low <= 0 && high >= 0) return 'no detectable difference';
  return low > 0 === (better === 'higher') ? 'better' : 'worse';
}

/**
 * The verdict of a statistic, given the smallest difference that matters. None is relevant if the measured
 * difference is smaller although its interval excludes 0, or if the interval holds only smaller ones.
 */
export function verdictBySize(key: ComparedKey, found: StatisticComparison): Verdict {
  const { difference, baseline, verdict } = found;
  if (difference === null || baseline.value === null) return verdict;
  const size = smallestRelevantSize(key, baseline.value);
  const { value, low, high } = difference.absolute;
  const small = verdict === 'no detectable difference' ? Math.max(-low, high) : Math.abs(value);
  return small < size ? 'no relevant difference' : verdict;
}
