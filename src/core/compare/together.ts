import type { PairComparison } from './result.ts';

/** How often several findings on equal endpoints may say a difference at all. */
const familyLevel = 0.05;

/**
 * Which of several findings hold together, given the chance of each on equal endpoints: all of them are wrong
 * at most 5 times of 100 (Holm, "A simple sequentially rejective multiple test procedure", Scandinavian
 * Journal of Statistics 6, 1979).
 */
export function holdTogether(chances: readonly number[]): boolean[] {
  const ascending = chances.map((chance, i) => ({ chance, i })).sort((a, b) => a.chance - b.chance);
  const first = ascending.findIndex(({ chance }, rank) => chance * (chances.length - rank) > familyLevel);
  const held = new Set(ascending.slice(0, first === -1 ? chances.length : first).map(({ i }) => i));
  return chances.map((_, i) => held.has(i));
}

/**
 * Judges what decides in several pairs together: the more there are, the sooner one differs by chance.
 * `several` says what they are, such as candidates.
 */
export function judgedTogether(pairs: readonly PairComparison[], several: string): PairComparison[] {
  if (pairs.length < 2) return [...pairs];
  const chances = pairs.map(({ comparable, decidingMetric, metrics }) =>
    comparable
      ? metrics.find(({ key }) => key === decidingMetric)?.statistics[0]?.difference?.chance
      : undefined,
  );
  const judged = chances.filter(chance => chance !== undefined);
  const held = holdTogether(judged);
  return pairs.map((pair, i) => {
    const together = chances[i] === undefined ? null : (held.shift() ?? null);
    const doubted = together === false && claims(pair);
    return {
      ...pair,
      together,
      conclusion: doubted ? `${pair.conclusion} ${byChance(pairs.length, several)}` : pair.conclusion,
      family: `${pair.family} ${howJudged(pairs.length, several)}`.trim(),
    };
  });
}

function claims({ metrics, decidingMetric }: PairComparison): boolean {
  const verdict = metrics.find(({ key }) => key === decidingMetric)?.verdict;
  return verdict === 'better' || verdict === 'worse';
}

function byChance(count: number, several: string): string {
  return `Among ${count} ${several}, one may seem so by chance.`;
}

function howJudged(count: number, several: string): string {
  return `Its interval is for this pair alone; whether the difference holds among all ${count} ${several} is judged by Holm's procedure, also at 95 %.`;
}
