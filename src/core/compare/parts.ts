import type { ComparedKey } from './comparedMetrics.ts';
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

export interface Part {
  /** What tells it from the others, and finds it in another experiment: "20 clients". */
  readonly label: string;
  readonly sample: Sample;
}

/** What experiments have as parts, and how parts are compared. */
export interface PartKind {
  /** One of them, as a table's heading: "Level". */
  readonly one: string;
  /** Several of them: "levels". */
  readonly several: string;
  /** Some of them, given by their labels, as part of a sentence. */
  readonly told: (labels: readonly string[]) => string;
  /** That two experiments have none in common, as a sentence. */
  readonly nothing: string;
  readonly options: CompareOptions;
}

/** How one experiment did against another where both have the same part. */
export interface PartsComparison {
  readonly baseline: string;
  readonly candidate: string;
  readonly parts: readonly { readonly label: string; readonly pair: PairComparison }[];
  /** Which parts only one of them has, as a sentence; null where both have the same. */
  readonly apart: string | null;
}

/** Compares each further experiment with the first, part by part; what decides in the parts is judged together. */
export function compareParts(
  experiments: readonly PartedExperiment[],
  kind: PartKind,
  decidingMetric?: ComparedKey,
): PartsComparison[] {
  const [baseline, ...candidates] = experiments;
  if (baseline === undefined) return [];
  const options = { ...kind.options, ...(decidingMetric !== undefined && { decidingMetric }) };
  const compared = candidates.map(candidate => ({
    baseline: baseline.name,
    candidate: candidate.name,
    parts: commonParts(baseline, candidate).map(({ label, samples: [a, b] }) => ({
      label,
      pair: comparePair({ ...a, name: baseline.name }, { ...b, name: candidate.name }, options),
    })),
    apart: apartSentence(baseline, candidate, kind),
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

function apartSentence(a: PartedExperiment, b: PartedExperiment, { told }: PartKind): string | null {
  const sides = [[a, b] as const, [b, a] as const].flatMap(([own, other]) => {
    const only = own.parts.filter(({ label }) => !other.parts.some(part => part.label === label));
    return only.length === 0 ? [] : [`${told(only.map(({ label }) => label))} only in ${own.name}`];
  });
  return sides.length === 0 ? null : `Not compared: ${sides.join('; ')}.`;
}

/** The differences of all parts as rows: "20 clients: TTFT median". Statistics that need more values are left out. */
export function partRows({ parts }: PartsComparison): ComparisonRow[] {
  return parts.flatMap(({ label, pair }) => {
    const leading = new Set(pair.metrics.map(({ statistics }) => statistics[0]));
    return comparisonRows(pair)
      .filter(({ found }) => found.difference !== null || leading.has(found))
      .map(row => ({ ...row, label: `${label}: ${row.label}` }));
  });
}
