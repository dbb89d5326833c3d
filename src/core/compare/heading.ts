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
      return comparable ? 'Not enough data' : 'Not comparable';
    default:
      return judgement.charAt(0).toUpperCase() + judgement.slice(1);
  }
}
