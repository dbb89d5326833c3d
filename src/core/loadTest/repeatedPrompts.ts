import type { RunConditions } from '../compare/conditions.ts';

type Conditions = Pick<
  RunConditions,
  'requests' | 'sentPrompts' | 'promptRequests' | 'cacheReported' | 'cachedShare'
>;

/** Warns if levels of a load test repeat prompts of their own or of other levels; none where no cache was hit. */
export function repeatedInLevels(levels: readonly Conditions[]): string[] {
  if (levels.every(({ cacheReported, cachedShare }) => cacheReported && cachedShare === 0)) return [];
  const distinct = new Set(levels.flatMap(({ sentPrompts }) => [...sentPrompts])).size;
  const sent = levels.reduce((sum, { promptRequests }) => sum + promptRequests, 0);
  if (sent === distinct) return [];
  const total = levels.reduce((sum, { requests }) => sum + requests, 0);
  return [
    `${sent - distinct} of ${total} requests repeated a prompt that had been sent before, in the same level or in another one; a prefix cache may have answered, which makes levels look faster than they are. Use synthetic prompts, more prompts, or the callback "cacheBuster".`,
  ];
}
