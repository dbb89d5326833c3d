import { normalTail } from '../stats/normalTail.ts';
import { type Estimate, z975 } from './difference.ts';
import { marginSentence } from './marginWords.ts';
import type { MarginFinding, MetricComparison } from './result.ts';

/**
 * Judges the deciding metric by a margin, the largest loss that is acceptable: a share of the baseline, or
 * points for a share. Nothing is assumed: being no worse than that must be shown, and so must being worse. Each
 * claim is wrong in at most 2.5 % of cases. Null if there is nothing to judge by.
 */
export function judgedByMargin(metric: MetricComparison, margin: number): MarginFinding | null {
  const [leading] = metric.statistics;
  const { difference, verdict } = leading ?? {};
  if (verdict === undefined || verdict === 'not enough data') return null;
  if (!difference) {
    // One side's percentile is that of a failed request, so the difference exceeds every margin.
    const outcome = verdict === 'worse' ? 'worse' : 'not worse';
    return { margin, outcome, chance: 0, sentence: marginSentence(metric, margin, outcome, null) };
  }
  const estimate = metric.unit === '' ? difference.absolute : difference.relative;
  const loss = estimate && lossOf(estimate, metric.better);
  const outcome = loss === null ? 'undecided' : outcomeOf(loss, margin);
  return {
    margin,
    outcome,
    chance: loss === null ? 1 : chanceOfMore(loss, margin),
    sentence: marginSentence(metric, margin, outcome, loss),
  };
}

/** How much worse the candidate is; negative if it is better. */
function lossOf({ value, low, high }: Estimate, better: MetricComparison['better']): Estimate {
  return better === 'lower' ? { value, low, high } : { value: -value, low: -high, high: -low };
}

function outcomeOf({ low, high }: Estimate, margin: number): MarginFinding['outcome'] {
  if (high < margin) return 'not worse';
  return low > margin ? 'worse' : 'undecided';
}

/** Twice the one-sided p-value of a loss beyond the margin, from a normal distribution with this interval. */
function chanceOfMore({ value, low }: Estimate, margin: number): number {
  if (value <= margin) return 1;
  return value === low ? 0 : Math.min(1, 2 * normalTail(((value - margin) / (value - low)) * z975));
}
