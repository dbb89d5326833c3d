import { seededRandom } from '../../src/core/base/random.ts';
import { answerLength } from '../../src/core/compare/answerLength.ts';
import { comparePair } from '../../src/core/compare/compareSamples.ts';
import type { Sample } from '../../src/core/compare/sample.ts';
import { lognormal, normal, simulatedSample } from '../unit/compare/simulated.ts';

export interface Lengths {
  /** Median tokens of an answer, and the sigma of their lognormal distribution. */
  readonly tokens?: number;
  readonly sigma: number;
  readonly n: number;
  /** Seconds per output token. */
  readonly perToken?: number;
}

/** A run whose answers have lognormal lengths. */
export function runOfLengths(
  name: string,
  seed: number,
  { tokens = 100, sigma, n, perToken = 0.01 }: Lengths,
): Sample {
  const random = seededRandom(seed * 7919 + 13);
  for (let i = 0; i < 8; i++) random();
  return simulatedSample({
    ...{ name, seed, n, startsAt: seed * 10_000, ttft: lognormal(0.3, 0.2) },
    change: ({ response, trace }) => {
      const count = Math.max(2, Math.round(tokens * Math.exp(sigma * normal(random))));
      const tpot = perToken * Math.exp(0.1 * normal(random));
      const ttlt = (trace?.ttft ?? 0) + tpot * (count - 1);
      return {
        response: { ...response, num_tokens_output: count },
        trace: trace && { ...trace, ttlt, tpot, endedAt: trace.sentAt + ttlt },
      };
    },
  });
}

/** Share of pairs with the same distribution of lengths that are said to differ in length. */
export function falseLengths(lengths: Lengths, repetitions: number): number {
  const found = Array.from({ length: repetitions }, (_, i) =>
    answerLength({
      baseline: runOfLengths('A', 2 * i + 1, lengths),
      candidate: runOfLengths('B', 2 * i + 2, lengths),
      timing: 'separate',
      decidingMetric: 'ttlt',
    }),
  );
  return found.filter(one => one !== null).length / repetitions;
}

/** What the adjusted comparison of TTLT claims where the candidate's answers are `longer` times as long. */
export function adjustedClaims(longer: number, slower: number, n: number, repetitions: number) {
  const verdicts = Array.from({ length: repetitions }, (_, i) => {
    const baseline = runOfLengths('A', 2 * i + 1, { sigma: 0.3, n });
    const candidate = runOfLengths('B', 2 * i + 2, {
      ...{ sigma: 0.3, n, tokens: 100 * longer, perToken: 0.01 * slower },
    });
    const { metrics } = comparePair(baseline, candidate, { rates: false, resamples: 500 });
    const ttlt = metrics.find(({ key }) => key === 'ttlt')?.statistics ?? [];
    return ttlt.find(({ adjusted }) => adjusted !== undefined)?.verdict ?? 'none';
  });
  const share = (verdict: string) => verdicts.filter(one => one === verdict).length / repetitions;
  return { better: share('better'), worse: share('worse'), none: share('none') };
}
