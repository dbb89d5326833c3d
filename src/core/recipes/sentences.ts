import { type ComparedKey, comparedDefinition } from '../compare/comparedMetrics.ts';
import type { MetricComparison, PairComparison } from '../compare/result.ts';
import type { Sample } from '../compare/sample.ts';
import { measuredSentence } from '../compare/words.ts';
import { formatPercent } from '../format/quantities.ts';
import type { RecipeEvidence } from './recipe.ts';

/** A metric of a pair, where both sides have it. */
export function metricOf(pair: PairComparison, key: ComparedKey): MetricComparison | undefined {
  return pair.metrics.find(metric => metric.key === key);
}

/**
 * What a pair says of the metric that decides, with who is compared with whom, and of others that both
 * sides have. What forbids comparing stands before what it forbids, once.
 */
export function pairSentences(
  pair: PairComparison,
  decisive: ComparedKey,
  others: readonly ComparedKey[],
): string[] {
  const who = `${pair.candidate} against ${pair.baseline}`;
  const first = metricOf(pair, decisive);
  if (!first) {
    const { label } = comparedDefinition(decisive);
    return [`${who}: ${label} is not known of both, so there is no answer.`];
  }
  const further = others.flatMap(key => metricOf(pair, key) ?? []);
  return [
    `${who}: ${because(first.notComparable)}${first.sentence} ${significance(first, pair)}`.trimEnd(),
    ...further.map(metric => {
      const own = metric.notComparable.filter(reason => !first.notComparable.includes(reason));
      return own.length > 0 ? `${because(own)}${metric.sentence}` : measuredSentence(metric);
    }),
  ];
}

function because(reasons: readonly string[]): string {
  return reasons.length === 0 ? '' : `Not comparable because ${reasons.join('; ')}. As measured: `;
}

/** Whether chance could have made the difference, where it is one of the endpoints at all. */
function significance({ verdict, notComparable }: MetricComparison, { together }: PairComparison): string {
  if (notComparable.length > 0) return '';
  if (together === false && (verdict === 'better' || verdict === 'worse')) {
    return 'Not significant among all candidates, though its own 95 % interval excludes 0.';
  }
  switch (verdict) {
    case 'not enough data':
      return '';
    case 'no detectable difference':
      return 'Not significant: the 95 % interval includes 0.';
    default:
      return 'Significant: the 95 % interval excludes 0.';
  }
}

/** The runs whose requests failed, if any. */
export function failures({ samples }: RecipeEvidence): string[] {
  return samples.flatMap(({ name, conditions: { failedShare, requests } }) =>
    failedShare === 0
      ? []
      : [
          `${formatPercent(failedShare)} of the ${requests} requests of ${name} failed; their times do not count.`,
        ],
  );
}

/** Sides of a pair. */
export function sidesOf({ samples }: RecipeEvidence, pair: PairComparison): [Sample, Sample] | null {
  const side = (name: string) => samples.find(sample => sample.name === name);
  const [baseline, candidate] = [side(pair.baseline), side(pair.candidate)];
  return baseline && candidate ? [baseline, candidate] : null;
}
