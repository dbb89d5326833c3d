import type { Judgement, MetricComparison, PairComparison } from './result.ts';

/**
 * What a pair comes to. More failures decide first: times of the requests that remain cannot make up for
 * them. Then the margin decides, if there is one. A difference that may be due to chance among several
 * candidates counts as none.
 */
export function judgementOf({
  comparable,
  decidingMetric,
  metrics,
  together,
  moreFailures,
  margin,
}: Pick<
  PairComparison,
  'comparable' | 'decidingMetric' | 'metrics' | 'together' | 'moreFailures' | 'margin'
>): Judgement {
  if (moreFailures !== null) return 'worse';
  const verdict = metrics.find(({ key }) => key === decidingMetric)?.verdict;
  if (!comparable || verdict === undefined || verdict === 'not enough data') return 'cannot be judged';
  if (margin !== null) return margin.outcome === 'worse' && together === false ? 'undecided' : margin.outcome;
  return together === false && claims(verdict) ? 'no detectable difference' : verdict;
}

/** Whether a verdict says that the sides differ. */
export function claims(verdict: MetricComparison['verdict'] | undefined): boolean {
  return verdict === 'better' || verdict === 'worse';
}
