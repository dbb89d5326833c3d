import { groupBy } from '../base/groupBy.ts';
import type { Reason } from './comparability.ts';
import type { ComparisonRow } from './comparisonTable.ts';
import type { PartKind, PartsComparison } from './parts.ts';
import { timingSentences } from './runTiming.ts';
import { decidingFinding, reasonOpening } from './words.ts';

/** A reason against comparing parts of two experiments, reported once for all of them. */
export interface PartsReason extends Pick<Reason, 'id' | 'severity' | 'advice'> {
  /** The sentence without the advice; it names the parts concerned unless all are. */
  readonly sentence: string;
}

/**
 * The reasons against comparing the parts, most severe first. If a reason has different numbers in different
 * parts, the first one is reported.
 */
export function partsReasons({ parts }: PartsComparison): PartsReason[] {
  const found = parts.flatMap(({ label, pair }) => pair.reasons.map(reason => ({ label, pair, reason })));
  const rank = (severity: Reason['severity']) => (severity === 'forbids' ? 0 : 1);
  return [...groupBy(found, ({ reason }) => reason.id).values()]
    .flatMap(same => {
      const [first] = same;
      if (!first) return [];
      const { id, severity, because, advice } = first.reason;
      const everywhere =
        same.length === parts.length && same.every(({ reason }) => reason.because === because);
      const where = everywhere ? '' : ` (${andMore(same.map(({ label }) => label))})`;
      return [
        { id, severity, advice, sentence: `${reasonOpening(first.pair, first.reason)} ${because}${where}.` },
      ];
    })
    .sort((a, b) => rank(a.severity) - rank(b.severity));
}

/** The finding of the deciding metric in each part. */
export function partSentences({ parts }: PartsComparison): string[] {
  return parts.map(({ label, pair }) => `${label}: ${decidingFinding(pair)}`);
}

/** What is missing and why, each once. Why parts cannot be compared is in `partsReasons`. */
export function partNotes(rows: readonly ComparisonRow[]): string[] {
  const missing = groupBy(rows, ({ note, distrusted }) => (distrusted === null ? note : null));
  return [...missing].flatMap(([note, about]) =>
    note === null ? [] : `${andMore(about.map(({ label }) => label))}: ${note}`,
  );
}

function andMore([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

/** How the parts were compared, and how to read their verdicts together. */
export function partsMethod({ parts }: PartsComparison, { several }: PartKind): string[] {
  if (parts.length === 0) return [];
  const differences = parts.flatMap(({ pair }) =>
    pair.metrics.flatMap(({ statistics }) => statistics.flatMap(({ difference }) => difference ?? [])),
  );
  const methods = [...new Set(differences.map(({ method }) => method))];
  return [
    ...new Set(parts.map(({ pair }) => timingSentences[pair.arrangement])),
    ...(methods.length === 0 ? [] : [`95 % intervals by ${methods.join('; ')}.`]),
    `Each verdict is at 95 % confidence: about 1 in 20 metrics will show a difference between identical endpoints by chance. The deciding metric is also judged over all ${several} together by Holm's procedure.`,
  ];
}
