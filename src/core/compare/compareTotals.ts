import { formatCount } from '../format/quantities.ts';
import {
  comparedRates,
  comparedShares,
  type RateBasis,
  type RateKey,
  type ShareKey,
} from './comparedMetrics.ts';
import type { Difference, Estimator } from './difference.ts';
import { differenceOf, independentDraws } from './difference.ts';
import { meanSupport, refusalOf } from './refusal.ts';
import type { SideValue, StatisticComparison } from './result.ts';
import { commonBasis, type RunRate, runRate } from './runRate.ts';
import type { Sample } from './sample.ts';
import { shareDifference } from './shareDifference.ts';
import { type Better, verdictOf } from './verdict.ts';

/** Compares an amount per second of the whole runs, or of the time in which all of their clients were at work. */
export function compareRate(
  key: RateKey,
  pair: readonly [baseline: Sample, candidate: Sample],
  better: Better,
  random: { readonly seed: number; readonly resamples: number },
  basis: RateBasis = commonBasis(pair),
): StatisticComparison {
  const rateOf = (sample: Sample) => runRate(sample, comparedRates[key](sample) ?? (() => Number.NaN), basis);
  const [a, b] = [rateOf(pair[0]), rateOf(pair[1])];
  const side = ({ n, value, refused }: RunRate): SideValue => ({ n, value, unreliable: refused });
  const compare = (first: Estimator, second: Estimator) =>
    differenceOf(
      [first.value, second.value],
      independentDraws(first, second, random.seed, random.resamples),
      `Student's t of the rates in equal time blocks in which all clients are at work (batch means, ${formatCount(random.resamples)} seeded draws)`,
    );
  return total([side(a), side(b)], a.estimator && b.estimator && compare(a.estimator, b.estimator), better);
}

/** Compares a share of all requests. */
export function compareShare(
  key: ShareKey,
  pair: readonly [baseline: Sample, candidate: Sample],
  better: Better,
): StatisticComparison {
  const shareOf = (sample: Sample) => {
    const counted = comparedShares[key](sample) ?? new Uint8Array();
    return { count: counted.reduce((sum, one) => sum + one, 0), of: counted.length };
  };
  const [a, b] = [shareOf(pair[0]), shareOf(pair[1])];
  const side = ({ count, of }: typeof a): SideValue => ({
    n: of,
    value: of === 0 ? null : count / of,
    unreliable: meanSupport(of),
  });
  const sides = [side(a), side(b)] as const;
  const enough = sides.every(({ unreliable }) => unreliable === null);
  return total(sides, enough ? shareDifference(a, b) : null, better);
}

function total(
  [baseline, candidate]: readonly [SideValue, SideValue],
  difference: Difference | null,
  better: Better,
): StatisticComparison {
  return {
    statistic: 'total',
    baseline,
    candidate,
    difference,
    refused: refusalOf(baseline, candidate),
    verdict: verdictOf(difference, better),
  };
}
