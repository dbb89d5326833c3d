import type { MetricDefinition } from '../metrics/definitions.ts';
import type { Arrangement } from './arrangement.ts';
import type { Reason } from './comparability.ts';
import type { ComparedKey } from './comparedMetrics.ts';
import type { Difference } from './difference.ts';

export type Verdict = 'better' | 'worse' | 'no detectable difference' | 'not enough data';

/** `total` is the one number of a rate or a share. */
export type Statistic = 'median' | 'mean' | 'p90' | 'p99' | 'total';

/** One side's number, with the reason where it should not be relied on. */
export interface SideValue {
  readonly n: number;
  readonly value: number | null;
  readonly unreliable: string | null;
}

export interface StatisticComparison {
  readonly statistic: Statistic;
  readonly baseline: SideValue;
  readonly candidate: SideValue;
  /** Null when refused. */
  readonly difference: Difference | null;
  /** Why there is no difference to give, as a sentence. */
  readonly refused: string | null;
  readonly verdict: Verdict;
}

export interface MetricComparison extends MetricDefinition {
  readonly key: ComparedKey;
  /** The deciding metric was chosen before looking; all others are exploratory. */
  readonly role: 'deciding' | 'exploratory';
  /** The statistic that the verdict is about comes first. */
  readonly statistics: readonly StatisticComparison[];
  readonly verdict: Verdict;
  /** The verdict with its numbers, in words. */
  readonly sentence: string;
  /** What forbids comparing this metric: each completes "not comparable because ...". */
  readonly notComparable: readonly string[];
}

/** One candidate against the baseline. */
export interface PairComparison {
  readonly baseline: string;
  readonly candidate: string;
  readonly arrangement: Arrangement;
  /** The gravest first; those that forbid the comparison say so. */
  readonly reasons: readonly Reason[];
  /** Whether nothing forbids comparing the deciding metric. */
  readonly comparable: boolean;
  /** What was to decide: asked for, or by default. Null where the sides have nothing in common to ask for. */
  readonly asked: ComparedKey | null;
  /** What decides; null where not both sides have what was to decide: nothing takes its place. */
  readonly decidingMetric: ComparedKey | null;
  readonly metrics: readonly MetricComparison[];
  /** Whether the deciding metric's difference holds among all candidates; null of a single one and without one. */
  readonly together: boolean | null;
  /** What was found, in one or two sentences; begins with what forbids the comparison. */
  readonly conclusion: string;
  /** How many verdicts there are and how to read them together. */
  readonly family: string;
}
