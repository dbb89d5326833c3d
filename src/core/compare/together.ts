import { claims, judgementOf } from './judgement.ts';
import type { PairComparison } from './result.ts';

/** The family-wise error rate: how often identical endpoints may show any difference at all. */
const familyLevel = 0.05;

/**
 * Which of several findings are significant together, given their p-values. The chance that any of them is
 * wrong is at most 5 % (Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal
 * of Statistics 6, 1979).
 */
export function significantTogether(pValues: readonly number[]): boolean[] {
  const ascending = pValues.map((p, i) => ({ p, i })).sort((a, b) => a.p - b.p);
  const first = ascending.findIndex(({ p }, rank) => p * (pValues.length - rank) > familyLevel);
  const rejected = ascending.slice(0, first === -1 ? pValues.length : first);
  const significant = new Set(rejected.map(({ i }) => i));
  return pValues.map((_, i) => significant.has(i));
}

/**
 * Judges the deciding metric of several pairs together, because one of many is likely to differ by chance.
 * `several` names them, such as "candidates".
 */
export function judgedTogether(pairs: readonly PairComparison[], several: string): PairComparison[] {
  if (pairs.length < 2) return [...pairs];
  const pValues = pairs.map(pair => (pair.comparable ? chanceOf(pair) : undefined));
  const significant = significantTogether(pValues.filter(p => p !== undefined));
  const failing = significantTogether(pairs.map(chanceOfFailures));
  return pairs.map((pair, i) => {
    const together = pValues[i] === undefined ? null : (significant.shift() ?? null);
    const moreFailures = failing[i] ? pair.moreFailures : null;
    const insignificant =
      (together === false && claimsMore(pair)) || (pair.moreFailures !== null && moreFailures === null);
    return {
      ...pair,
      together,
      moreFailures,
      judgement: judgementOf({ ...pair, together, moreFailures }),
      conclusion: insignificant ? `${pair.conclusion} ${byChance(pairs.length, several)}` : pair.conclusion,
      family: `${pair.family} ${howJudged(pairs.length, several)}`.trim(),
    };
  });
}

/** The p-value of the difference in failures; 1 if it is not known. */
function chanceOfFailures({ metrics }: PairComparison): number {
  return metrics.find(({ key }) => key === 'error_rate')?.statistics[0]?.difference?.chance ?? 1;
}

/** The p-value of what is claimed: a difference, or one beyond the margin. */
function chanceOf({ margin, metrics, decidingMetric }: PairComparison): number | undefined {
  const { difference } = metrics.find(({ key }) => key === decidingMetric)?.statistics[0] ?? {};
  return difference == null ? undefined : (margin?.chance ?? difference.chance);
}

function claimsMore({ margin, metrics, decidingMetric }: PairComparison): boolean {
  if (margin !== null) return margin.outcome === 'worse';
  return claims(metrics.find(({ key }) => key === decidingMetric)?.verdict);
}

function byChance(count: number, several: string): string {
  return `Among ${count} ${several}, one may appear different by chance.`;
}

function howJudged(count: number, several: string): string {
  return `The interval of the deciding metric is for this pair alone. Whether its difference, or a higher error rate, holds across all ${count} ${several} is judged by Holm's procedure, also at 95 % confidence.`;
}
