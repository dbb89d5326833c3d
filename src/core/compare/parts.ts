import { type CompareOptions, comparePair } from './compareSamples.ts';
import { type ComparisonRow, comparisonRows } from './comparisonTable.ts';
import type { PairComparison } from './result.ts';
import type { Sample } from './sample.ts';
import { judgedTogether } from './together.ts';

/** An experiment of several measurements, such as the levels of a load test. */
export interface PartedExperiment {
  readonly name: string;
  readonly parts: readonly Part[];
}

/** One measurement of an experiment. */
export interface Part {
  /** Unique within the experiment; the same label identifies the part in another one: "20 clients". */
  readonly label: string;
  readonly sample: Sample;
}

/** What the parts of an experiment are called, and how they are compared. */
export interface PartKind {
  /** One of them, as a column title: "Level". */
  readonly one: string;
  /** Several of them: "levels". */
  readonly several: string;
  /** Names some of them by their labels, for use in a sentence. */
  readonly listed: (labels: readonly string[]) => string;
  /** Says that two experiments have none in common. */
  readonly noneInCommon: string;
  readonly options: CompareOptions;
}

/** The comparison of two experiments in the parts that both have. */
export interface PartsComparison {
  readonly baseline: string;
  readonly candidate: string;
  readonly parts: readonly { readonly label: string; readonly pair: PairComparison }[];
  /** Which parts only one of them has, as a sentence; null if both have the same. */
  readonly apart: string | null;
  /** Labels of the parts that only the baseline has: nothing can be said of the candidate there. */
  readonly missing: readonly string[];
}

/**
 * Compares the first experiment, the baseline, with each of the others, part by part. The deciding metric is
 * judged over all parts together.
 */
export function compareParts(
  experiments: readonly PartedExperiment[],
  kind: PartKind,
  asked: Pick<CompareOptions, 'decidingMetric' | 'margin'> = {},
): PartsComparison[] {
  const [baseline, ...candidates] = experiments;
  if (baseline === undefined) return [];
  const options = { ...kind.options, ...asked };
  const compared = candidates.map(candidate => ({
    baseline: baseline.name,
    candidate: candidate.name,
    parts: commonParts(baseline, candidate).map(({ label, samples: [a, b] }) => ({
      label,
      pair: comparePair({ ...a, name: baseline.name }, { ...b, name: candidate.name }, options),
    })),
    apart: apartSentence(baseline, candidate, kind),
    missing: onlyIn(baseline, candidate),
  }));
  const pairs = compared.flatMap(({ parts }) => parts.map(({ pair }) => pair));
  const judged = judgedTogether(pairs, kind.several);
  return compared.map(one => ({
    ...one,
    parts: one.parts.map(({ label, pair }) => ({ label, pair: judged[pairs.indexOf(pair)] ?? pair })),
  }));
}

function commonParts(baseline: PartedExperiment, candidate: PartedExperiment) {
  return baseline.parts.flatMap(({ label, sample }) => {
    const other = candidate.parts.find(part => part.label === label);
    return other ? [{ label, samples: [sample, other.sample] as const }] : [];
  });
}

function onlyIn({ parts }: PartedExperiment, other: PartedExperiment): string[] {
  return parts.map(({ label }) => label).filter(label => !other.parts.some(part => part.label === label));
}

function apartSentence(a: PartedExperiment, b: PartedExperiment, { listed }: PartKind): string | null {
  const sides = [[a, b] as const, [b, a] as const].flatMap(([own, other]) => {
    const only = onlyIn(own, other);
    return only.length === 0 ? [] : [`${listed(only)} only in ${own.name}`];
  });
  return sides.length === 0 ? null : `Not compared: ${sides.join('; ')}.`;
}

/**
 * The differences of all parts as rows: "20 clients: TTFT median". Statistics without a difference are left
 * out, except the first of each metric.
 */
export function partRows({ parts }: PartsComparison): ComparisonRow[] {
  return parts.flatMap(({ label, pair }) => {
    const leading = new Set(pair.metrics.map(({ statistics }) => statistics[0]));
    return comparisonRows(pair)
      .filter(({ found }) => found.difference !== null || leading.has(found))
      .map(row => ({ ...row, label: `${label}: ${row.label}` }));
  });
}
