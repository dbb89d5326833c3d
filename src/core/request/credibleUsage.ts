import type { Usage } from './wireEvents.ts';

/**
 * Adds later counts to earlier ones. Some servers repeat the usage at the end with zeros, which does not
 * take back what they counted before.
 */
export function laterUsage(earlier: Usage, later: Usage): Usage {
  const merged: Usage = { ...earlier };
  for (const key of Object.keys(later) as (keyof Usage)[]) {
    const count = later[key];
    if (count === undefined || (count <= 0 && (earlier[key] ?? 0) > 0)) continue;
    merged[key] = count;
  }
  return merged;
}

/**
 * The usage without counts that cannot be true: below zero, no output tokens although something was
 * `generated`, or no input tokens although none came from a cache.
 */
export function credibleUsage(usage: Usage, generated: boolean): Usage {
  const cached = (usage.cachedInputTokens ?? 0) + (usage.ownCachedInputTokens ?? 0);
  const inputMayBeZero = cached + (usage.cacheWriteTokens ?? 0) > 0;
  const credible: Usage = {};
  for (const key of Object.keys(usage) as (keyof Usage)[]) {
    const count = usage[key];
    if (count === undefined || count < 0) continue;
    if (count === 0 && key === 'outputTokens' && generated) continue;
    if (count === 0 && key === 'inputTokens' && !inputMayBeZero) continue;
    credible[key] = count;
  }
  return credible;
}

/** Whether counts of the prompt or the answer were left out of `credible`. */
export function contradicts(usage: Usage, credible: Usage): boolean {
  return (['inputTokens', 'outputTokens'] as const).some(
    key => usage[key] !== undefined && credible[key] === undefined,
  );
}
