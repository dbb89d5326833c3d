import type { PairComparison } from './result.ts';

/** What a comparison comes to, in a few words: "B is better". */
export function headingOf(pair: PairComparison): string {
  const { asked, comparable, candidate, decidingMetric, judgement } = pair;
  switch (judgement) {
    case 'better':
    case 'worse':
    case 'not worse':
      return `${candidate} is ${judgement}`;
    case 'cannot be judged':
      if (decidingMetric === null) return asked === null ? 'Nothing to compare' : 'No verdict';
      if (!comparable) return 'Not comparable';
      return fromTheMoment(pair) ? 'Cannot be judged apart from the moment' : 'Not enough data';
    default:
      return judgement.charAt(0).toUpperCase() + judgement.slice(1);
  }
}

function fromTheMoment({ metrics, decidingMetric }: PairComparison): boolean {
  const verdict = metrics.find(({ key }) => key === decidingMetric)?.verdict;
  return verdict === 'cannot be judged apart from the moment';
}
