import { comparePair } from '../../src/core/compare/compareSamples.ts';
import type { Judgement } from '../../src/core/compare/result.ts';
import { simulatedSample } from '../unit/compare/simulated.ts';
import { shapes } from './detectable.ts';

export interface MarginCase {
  readonly shape: keyof typeof shapes;
  /** Requests of each side. */
  readonly n: number;
  readonly margin: number;
  /** The true loss. */
  readonly loss: number;
}

/** Shares of pairs by what a margin comes to. */
export function marginOutcomes({ shape, n, margin, loss }: MarginCase, repetitions: number) {
  const judgements = Array.from({ length: repetitions }, (_, i): Judgement => {
    const side = (seed: number, factor: number) =>
      simulatedSample({
        ...{ name: `${seed}`, seed, n, startsAt: (seed % 2) * n * 20 },
        ttft: random => factor * 0.2 * shapes[shape](random),
      });
    const options = { margin, resamples: 1000, rates: false, seed: i };
    return comparePair(side(2 * i + 2, 1), side(2 * i + 3, 1 + loss), options).judgement;
  });
  const share = (of: Judgement) => judgements.filter(one => one === of).length / repetitions;
  return { notWorse: share('not worse'), worse: share('worse'), undecided: share('undecided') };
}

export const marginCases: readonly MarginCase[] = (
  ['lognormal .3', 'lognormal 1', 'bimodal, 15 % slow'] as const
).flatMap(shape => [50, 200].flatMap(n => [0, 0.1, 0.3].map(loss => ({ shape, n, margin: 0.1, loss }))));
