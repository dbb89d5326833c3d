import type { MetricDefinition } from '../metrics/definitions.ts';
import type { Reason } from './comparability.ts';
import type { ComparedKey } from './comparedMetrics.ts';
import type { Difference } from './difference.ts';
import type { RunTiming } from './runTiming.ts';

/** What a comparison says about the candidate. A difference too small to matter is not relevant. */
export type Verdict =
  | 'better'
  | 'worse'
  | 'no relevant difference'
  | 'no detectable difference'
  | 'not enough data';

/** What a comparison comes to, all things considered. With a margin: not worse, worse or undecided. */
export type Judgement = Exclude<Verdict, 'not enough data'> | MarginFinding['outcome'] | 'cannot be judged';

/** What the deciding metric shows about a margin, the largest loss that is acceptable. */
export interface MarginFinding {
  /** A share of the baseline, or points of a share, both as a number: 0.05 = 5 %. */
  readonly margin: number;
  /** About a loss of more than the margin: shown not to be there, shown to be there, or neither. */
  readonly outcome: 'not worse' | 'worse' | 'undecided';
  /** Two-sided p-value of being worse by more than the margin. */
  readonly chance: number;
  /** The outcome with its numbers, as a sentence. */
  readonly sentence: string;
}

/** A compared statistic; `total` is the single value of a rate or a share. */
export type Statistic = 'median' | 'mean' | 'p90' | 'p99' | 'total';

/** One side's value. */
export interface SideValue {
  /** Number of values behind it. */
  readonly n: number;
  /** In the metric's unit; null without values, or if it is infinite. */
  readonly value: number | null;
  /** The percentile is that of a failed request, which is infinitely slow. */
  readonly infinite?: true;
  /** Why it is unreliable, as a sentence. */
  readonly unreliable: string | null;
}

/** One statistic of both sides. */
export interface StatisticComparison {
  readonly statistic: Statistic;
  readonly baseline: SideValue;
  readonly candidate: SideValue;
  /** Failed requests count as infinitely slow, because the sides differ in their share of them. */
  readonly failuresCount?: true;
  /** Null if refused, or if it is infinite. */
  readonly difference: Difference | null;
  /** Why there is no difference, as a sentence. */
  readonly refused: string | null;
  readonly verdict: Verdict;
  /** How values were made comparable although the answers differ in length: "for answers of 118 tokens". */
  readonly adjusted?: string;
  /** What forbids comparing this statistic, if it is not the same as for its metric. */
  readonly notComparable?: readonly string[];
}

/** One metric of both sides. */
export interface MetricComparison extends MetricDefinition {
  readonly key: ComparedKey;
  /** The deciding metric was chosen before looking at the data; all others are exploratory. */
  readonly role: 'deciding' | 'exploratory';
  /** The one that gives the verdict comes first. */
  readonly statistics: readonly StatisticComparison[];
  readonly verdict: Verdict;
  /** The verdict with its numbers, as a sentence. */
  readonly sentence: string;
  /** What forbids comparing this metric; each completes "not comparable because ...". */
  readonly notComparable: readonly string[];
}

/** The comparison of one candidate with the baseline. */
export interface PairComparison {
  readonly baseline: string;
  readonly candidate: string;
  readonly arrangement: RunTiming;
  /** Reasons against comparing, most severe first. */
  readonly reasons: readonly Reason[];
  /** What a gate goes by. More failures make the candidate worse, whatever the deciding metric says. */
  readonly judgement: Judgement;
  /** Says that significantly more requests of the candidate failed, as a sentence; null if it is not so. */
  readonly moreFailures: string | null;
  /** What the margin comes to; null without one, and where something else decides or forbids it. */
  readonly margin: MarginFinding | null;
  /** Whether nothing forbids comparing the deciding metric. */
  readonly comparable: boolean;
  /** The requested or default deciding metric; null if the sides have no metric in common to choose from. */
  readonly asked: ComparedKey | null;
  /** The same, but null if it is not available for both sides. No other metric takes its place. */
  readonly decidingMetric: ComparedKey | null;
  readonly metrics: readonly MetricComparison[];
  /**
   * Whether the deciding metric's difference holds across all candidates; null for a single one or without
   * it.
   */
  readonly together: boolean | null;
  /** The result in a few sentences; more failures come first, then what forbids the comparison. */
  readonly conclusion: string;
  /** How to read all verdicts together, as sentences. */
  readonly family: string;
  /** What callbacks contributed to either side; it is shown and not judged. Absent if there is none. */
  readonly contributed?: readonly ContributedPair[];
}

/** A statistic that a callback contributed, as text; null where the side has none. */
export interface ContributedPair {
  readonly name: string;
  readonly baseline: string | null;
  readonly candidate: string | null;
}
