import type { Judgement, PairComparison } from './result.ts';

/**
 * What a pair comes to. More failures decide first: times of the requests that remain cannot make up for
 * them. A difference that may be due to chance among several candidates counts as none.
 */
export function judgementOf({
  comparable,
  decidingMetric,
  metrics,
  together,
  moreFailures,
}: Pick<
  PairComparison,
  'comparable' | 'decidingMetric' | 'metrics' | 'together' | 'moreFailures'
>): Judgement {
  if (moreFailures !== null) return 'worse';
  const verdict = metrics.find(({ key }) => key === decidingMetric)?.verdict;
  if (!comparable || verdict === undefined || verdict === 'not enough data') return 'cannot be judged';
  return together === false ? 'no detectable difference' : verdict;
}
