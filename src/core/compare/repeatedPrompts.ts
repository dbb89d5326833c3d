import { formatPercent } from '../format/quantities.ts';
import type { RunConditions } from './conditions.ts';
import type { RunTiming } from './runTiming.ts';
import type { Sample } from './sample.ts';

/** Seconds. A cache that nobody uses seldom keeps a prompt for longer. */
const kept = 3600;

/**
 * Why prefix caches may have answered, where the sides do not report it: prompts sent again within a side, or
 * prompts that the other side had sent to the same server. Completes "Not comparable because ..."; null = no
 * reason.
 */
export function cacheSuspicion(a: Sample, b: Sample, timing: RunTiming, gap: number | null): string | null {
  const [one, other] = [a.conditions, b.conditions];
  if (one.cacheReported && other.cacheReported) return null;
  const cache = 'and a prefix cache may have answered';
  const shares = [one, other].map(({ repeatedShare }) => repeatedShare);
  if (shares.some(share => share > 0)) {
    const [first = 0, second = 0] = shares;
    return `${formatPercent(first)} of the requests of ${a.name} and ${formatPercent(second)} of those of ${b.name} repeated a prompt that had been sent before, ${cache}`;
  }
  if (one.server === null || one.server !== other.server || sharedPrompts(one, other) === 0) return null;
  if (timing === 'separate' && (gap ?? 0) > kept) return null;
  return timing === 'separate'
    ? `the later run sent prompts that the earlier one had sent to the same server, ${cache}`
    : `both sent the same prompts to the same server, ${cache}`;
}

function sharedPrompts(one: RunConditions, other: RunConditions): number {
  let shared = 0;
  for (const prompt of one.sentPrompts) if (other.sentPrompts.has(prompt)) shared += 1;
  return shared;
}
