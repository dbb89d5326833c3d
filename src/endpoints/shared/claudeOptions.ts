import { UserError } from '../../core/base/errors.ts';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { CachePoint, Effort, Thinking } from '../../core/plan/payloadOptions.ts';
import { optionRefusal, unknownEffort } from './optionRefusal.ts';

/** How Claude is told what to think and what to cache, by whoever serves it. */

const efforts: readonly Effort[] = ['low', 'medium', 'high', 'xhigh', 'max'];

/** `thinking` and, for effort, `output_config` of the Messages API (llmeter-format 1.7). Throws UserError. */
export function claudeThinking(kind: string, thinking: Thinking | undefined, maxTokens: number): JsonObject {
  if (!thinking) return {};
  if (thinking.mode === 'disabled') return { thinking: { type: 'disabled' } };
  const { mode, display, effort } = thinking;
  if (effort !== undefined && !efforts.includes(effort)) throw unknownEffort(kind, effort, efforts);
  return {
    thinking: {
      type: mode,
      ...(mode === 'enabled' && { budget_tokens: budgetOf(kind, thinking.budgetTokens, maxTokens) }),
      ...(display && { display }),
    },
    ...(effort && { output_config: { effort } }),
  };
}

function budgetOf(kind: string, budget: number | undefined, maxTokens: number): number {
  if (budget === undefined) {
    const advice = 'give it, at least 1024, or choose "thinking.mode" adaptive.';
    throw optionRefusal(kind, 'thinking.budgetTokens', `wants it where thinking is enabled: ${advice}`);
  }
  if (budget < maxTokens) return budget;
  throw new UserError(
    `"maxTokens" (${maxTokens}) must be greater than "thinking.budgetTokens" (${budget}): thinking is part of the answer.`,
  );
}

/** How long a prompt is to be kept; undefined = not said. Throws UserError for what only others have. */
export function claudeTtl(kind: string, { ttl, key }: CachePoint = {}): '5m' | '1h' | undefined {
  if (key !== undefined) {
    throw optionRefusal(kind, 'cachePoint.key', 'has no keys of caches: give "cachePoint.after".');
  }
  if (ttl === undefined || ttl === '5m' || ttl === '1h') return ttl;
  throw optionRefusal(kind, 'cachePoint.ttl', `does not know "${ttl}", but 5m and 1h.`);
}

/** What stands on the block that is the last to be kept. Throws UserError. */
export function cacheControl(kind: string, cachePoint: CachePoint | undefined): JsonObject {
  const ttl = claudeTtl(kind, cachePoint);
  return { cache_control: { type: 'ephemeral', ...(ttl && { ttl }) } };
}

/**
 * Whether thinking comes as a summary of what was thought and counted, as from every Claude but 3.7.
 * `names`: of the model, as it was asked for and as the answer calls it; either may be an alias.
 */
export function summarisesThinking(...names: string[]): boolean {
  return names.some(name => /claude/i.test(name)) && !names.some(name => /claude-3[-.]7/i.test(name));
}
