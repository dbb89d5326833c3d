import { formatPercent, formatQuantity, missing } from '../format/quantities.ts';
import type { PairComparison } from './result.ts';
import { timingSentences } from './runTiming.ts';

/** Defines the detectable difference of a row. */
export const detectsMeaning =
  'The smallest true difference that a comparison of such runs detects in 80 of 100 cases. Smaller differences may go unnoticed.';

/**
 * How two runs were compared: their timing, the intervals, what could be detected, how to read the verdicts.
 */
export function methodSentences(pair: PairComparison): string[] {
  return [
    timingSentences[pair.arrangement],
    ...intervalSentences(pair),
    detectableSentence(pair),
    pair.family,
    contributedSentence(pair),
  ].filter(sentence => sentence !== '');
}

function contributedSentence({ baseline, candidate, contributed = [] }: PairComparison): string {
  if (contributed.length === 0) return '';
  const values = contributed.map(
    stat => `${stat.name} ${stat.candidate ?? missing} against ${stat.baseline ?? missing}`,
  );
  return `Contributed by callbacks and not judged (${candidate} against ${baseline}): ${values.join(', ')}.`;
}

function intervalSentences({ metrics }: PairComparison): string[] {
  const methods = new Map<string, string[]>();
  for (const { label, statistics } of metrics) {
    for (const { statistic, difference } of statistics) {
      if (difference === null) continue;
      const name = statistic === 'total' ? label : `${label} ${statistic}`;
      methods.set(difference.method, [...(methods.get(difference.method) ?? []), name]);
    }
  }
  return [...methods].map(([method, names]) => `95 % intervals by ${method}: ${names.join(', ')}.`);
}

/** Empty for a verdict of no detectable difference, whose finding says so already. */
function detectableSentence({ metrics, decidingMetric }: PairComparison): string {
  const metric = metrics.find(({ key }) => key === decidingMetric);
  const found = metric?.statistics[0];
  const size = found?.difference?.detectable;
  if (!metric || !size || found.verdict === 'no detectable difference') return '';
  const share = size.relative ?? (metric.unit === '' ? size.absolute : null);
  const least = share === null ? formatQuantity(size.absolute, metric.unit) : formatPercent(share);
  const points = size.relative === null && metric.unit === '' ? ' (points)' : '';
  return `Runs like these detect a true difference of ${least}${points} in 80 of 100 cases.`;
}
