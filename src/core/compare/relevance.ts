import { type ComparedKey, isShare } from './comparedMetrics.ts';

/**
 * As a share of the baseline. A smaller difference is real, but too small to choose an endpoint by: the same
 * endpoint differs by more from one hour to the next. Many requests would detect it all the same.
 */
export const smallestRelevant = 0.01;

/**
 * Seconds. The median error of the times that the engine takes is 0.2 to 0.5 ms (docs/accuracy.md), so a
 * smaller difference of times may be one between two moments of this machine.
 */
const timerError = 0.0005;

/** Metrics that are a time on the clock. TPOT is one divided by many tokens. */
const timed: ReadonlySet<ComparedKey> = new Set(['ttft', 'ttft_any', 'ttlt', 'e2e']);

/**
 * The smallest difference from a baseline's value that matters, in the metric's unit. Every difference of
 * shares matters: a share that is small, such as that of failed requests, may double within one point.
 */
export function smallestRelevantSize(key: ComparedKey, baseline: number): number {
  if (isShare(key)) return 0;
  const share = Math.abs(baseline) * smallestRelevant;
  return timed.has(key) ? Math.max(share, timerError) : share;
}
