import { formatPercent } from '../format/quantities.ts';
import { comparedLatencies, comparedRates, type RateKey } from './comparedMetrics.ts';
import { failuresDiffer } from './failuresAsInfinite.ts';
import { caution, type Finding, forbids, type Pair, sides, tolerated } from './finding.ts';

const allButErrors = [
  ...comparedLatencies,
  ...(Object.keys(comparedRates) as RateKey[]),
  'goodput_rate',
  'cost_per_request',
] as const;
const lookAtErrors = 'Look at the errors first.';

/** A side without a successful request has nothing but its error rate. */
export function noSuccess(pair: Pair): Finding | null {
  const who = sides(pair, run => run.requests > 0 && run.failedShare === 1);
  if (who === null) return null;
  return who === 'both'
    ? forbids('no request succeeded in either run', lookAtErrors)
    : forbids(`no request of ${who} succeeded`, lookAtErrors, allButErrors);
}

/** Failures change what the times of successful requests mean. */
export function failures(pair: Pair): Finding | null {
  const { baseline, candidate } = pair;
  if (sides(pair, run => run.failedShare === 1) !== null) return null;
  const who = sides(pair, run => run.failedShare > tolerated / 2);
  if (who === null) return null;
  if (failuresDiffer(baseline, candidate)) {
    const [a, b] = [baseline, candidate].map(({ conditions }) => formatPercent(conditions.failedShare));
    return caution(
      `${a} of the requests of ${baseline.name} and ${b} of those of ${candidate.name} failed, so percentiles count failed requests as infinitely slow`,
      lookAtErrors,
    );
  }
  return caution(`many requests failed in ${who}, and only the successful ones have times`, lookAtErrors);
}
