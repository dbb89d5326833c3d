import { arrangementSentences } from './arrangement.ts';
import type { Reason } from './comparability.ts';
import type { ComparisonRow } from './comparisonTable.ts';
import type { PartKind, PartsComparison } from './parts.ts';
import { measuredSentence, reasonOpening } from './words.ts';

/** What stands against comparing parts of two experiments, told once. */
export interface PartsReason extends Pick<Reason, 'id' | 'severity' | 'advice'> {
  /** The whole sentence but the advice, with the parts it is about where it is not about all. */
  readonly sentence: string;
}

/** The reasons against all parts, the gravest first; of reasons that differ in their numbers the first is told. */
export function partsReasons({ parts }: PartsComparison): PartsReason[] {
  const found = parts.flatMap(({ label, pair }) => pair.reasons.map(reason => ({ label, pair, reason })));
  const grave = (severity: Reason['severity']) => (severity === 'forbids' ? 0 : 1);
  return [...Map.groupBy(found, ({ reason }) => reason.id).values()]
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
    .sort((a, b) => grave(a.severity) - grave(b.severity));
}

/** What was found at each part by what decides there. */
export function partSentences({ parts }: PartsComparison): string[] {
  return parts.map(({ label, pair }) => {
    const decidingMetric = pair.metrics.find(({ role }) => role === 'deciding');
    return `${label}: ${pair.comparable || !decidingMetric ? pair.conclusion : measuredSentence(decidingMetric)}`;
  });
}

/** What is missing and why, each once; why parts cannot be compared is among the reasons. */
export function partNotes(rows: readonly ComparisonRow[]): string[] {
  const missing = Map.groupBy(rows, ({ note, distrusted }) => (distrusted === null ? note : null));
  return [...missing].flatMap(([note, about]) =>
    note === null ? [] : `${andMore(about.map(({ label }) => label))}: ${note}`,
  );
}

function andMore([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

/** How the parts were compared, and how their verdicts are to be read together. */
export function partsMethod({ parts }: PartsComparison, { several }: PartKind): string[] {
  if (parts.length === 0) return [];
  const differences = parts.flatMap(({ pair }) =>
    pair.metrics.flatMap(({ statistics }) => statistics.flatMap(({ difference }) => difference ?? [])),
  );
  const methods = [...new Set(differences.map(({ method }) => method))];
  return [
    ...new Set(parts.map(({ pair }) => arrangementSentences[pair.arrangement])),
    ...(methods.length === 0 ? [] : [`95 % intervals by ${methods.join('; ')}.`]),
    `Each verdict is at 95 % confidence: of twenty on equal endpoints one says a difference by chance. Of what decides, all ${several} are judged together by Holm's procedure too.`,
  ];
}
