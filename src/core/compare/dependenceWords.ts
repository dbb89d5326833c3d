import { formatCount } from '../format/quantities.ts';
import { minClients, type Unit } from '../stats/dependence.ts';
import type { RunTiming } from './runTiming.ts';

/** Requests that depend on each other so much that nothing can be resampled. */
export type NoUnit = Extract<Unit, { by: 'none' }>;

/** The verdict on runs of such requests. */
export function notJudged(unit: NoUnit, sizes: readonly number[], timing: RunTiming) {
  const verdict = unit.because === 'time' ? 'cannot be judged apart from the moment' : 'not enough data';
  return { difference: null, refused: refusal(unit, sizes, timing), verdict } as const;
}

/** Why there is no difference, and what to change, as sentences. */
function refusal({ because, effectiveSizes }: NoUnit, sizes: readonly number[], timing: RunTiming): string {
  const listed = (counts: readonly number[]) => [...new Set(counts.map(formatCount))].join(' and ');
  const independent = effectiveSizes.map(size => Math.max(1, Math.round(size)));
  const worth = `${listed(sizes)} requests say no more than about ${listed(independent)} independent ones`;
  if (because === 'time') {
    return `Requests resemble those sent shortly before, so the load changed during the runs and may have changed between them; ${worth}. Set "repeats" to 5 for both, run an A/B test, or make much longer runs.`;
  }
  const what =
    timing === 'interleaved'
      ? 'The difference is not the same for all clients'
      : 'Requests of the same client resemble each other';
  return `${what}, perhaps because connections lead to different servers; ${worth}. Set "clients" to at least ${minClients}.`;
}
