import { type ComparedKey, comparedDefinition } from '../compare/comparedMetrics.ts';
import type { MetricComparison, PairComparison } from '../compare/result.ts';
import type { Sample } from '../compare/sample.ts';
import { measuredSentence } from '../compare/words.ts';
import { formatPercent } from '../format/quantities.ts';
import type { RecipeEvidence } from './recipe.ts';

/** A metric of a pair; undefined unless both sides have it. */
export function metricOf(pair: PairComparison, key: ComparedKey): MetricComparison | undefined {
  return pair.metrics.find(metric => metric.key === key);
}

/**
 * The findings of a pair for the deciding metric, which name the sides, and for other metrics that both sides
 * have. What forbids comparing is reported once, before the findings concerned.
 */
export function pairSentences(
  pair: PairComparison,
  decidingMetric: ComparedKey,
  others: readonly ComparedKey[],
): string[] {
  const who = `${pair.candidate} against ${pair.baseline}`;
  const first = metricOf(pair, decidingMetric);
  const lead = pair.moreFailures === null ? '' : `${pair.moreFailures} `;
  if (!first) {
    const { label } = comparedDefinition(decidingMetric);
    return [`${who}: ${lead}${label} is not available for both, so there is no answer.`];
  }
  const further = others.flatMap(key => metricOf(pair, key) ?? []);
  return [
    `${who}: ${lead}${because(first.notComparable)}${first.sentence} ${significance(first, pair)}`.trimEnd(),
    ...further.map(metric => {
      const own = metric.notComparable.filter(reason => !first.notComparable.includes(reason));
      return own.length > 0 ? `${because(own)}${metric.sentence}` : measuredSentence(metric);
    }),
  ];
}

function because(reasons: readonly string[]): string {
  return reasons.length === 0 ? '' : `Not comparable because ${reasons.join('; ')}. As measured: `;
}

/** Whether the difference may be due to chance; empty if it is not one between the endpoints. */
function significance({ verdict, notComparable }: MetricComparison, { together }: PairComparison): string {
  if (notComparable.length > 0) return '';
  if (together === false && (verdict === 'better' || verdict === 'worse')) {
    return 'Not significant across all candidates, although its own 95 % interval excludes 0.';
  }
  switch (verdict) {
    case 'not enough data':
      return '';
    case 'no relevant difference':
      return 'A difference this small does not matter.';
    case 'no detectable difference':
      return 'Not significant: the 95 % interval includes 0.';
    default:
      return 'Significant: the 95 % interval excludes 0.';
  }
}

/** Says of each run how many requests failed; nothing for runs without failures. */
export function failureSentences({ samples }: RecipeEvidence): string[] {
  // Unequal failures count in the percentiles.
  const unequal = new Set(samples.map(({ conditions }) => conditions.failedShare)).size > 1;
  return samples.flatMap(({ name, conditions: { failedShare, requests } }) =>
    failedShare === 0
      ? []
      : [
          `${formatPercent(failedShare)} of the ${requests} requests of ${name} failed${unequal ? '' : '; their times are not included'}.`,
        ],
  );
}

/** The samples of a pair; null if one of them is missing. */
export function sidesOf({ samples }: RecipeEvidence, pair: PairComparison): [Sample, Sample] | null {
  const side = (name: string) => samples.find(sample => sample.name === name);
  const [baseline, candidate] = [side(pair.baseline), side(pair.candidate)];
  return baseline && candidate ? [baseline, candidate] : null;
}
