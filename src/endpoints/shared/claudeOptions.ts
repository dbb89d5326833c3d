import { UserError } from '../../core/base/errors.ts';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { CachePoint, Effort, Thinking } from '../../core/plan/payloadOptions.ts';
import { optionRefusal, unknownEffort } from './optionRefusal.ts';

/** Claude's options for thinking and caching, the same for all servers of Claude. */

const efforts: readonly Effort[] = ['low', 'medium', 'high', 'xhigh', 'max'];

/** `thinking` of the Messages API (llmeter-format 1.7), and `output_config` for effort. Throws UserError. */
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
    const advice = 'set at least 1024, or set "thinking.mode" to "adaptive".';
    throw optionRefusal(kind, 'thinking.budgetTokens', `requires it when thinking is enabled: ${advice}`);
  }
  if (budget < maxTokens) return budget;
  throw new UserError(
    `"maxTokens" (${maxTokens}) must be greater than "thinking.budgetTokens" (${budget}): thinking counts as part of the answer.`,
  );
}

/** How long a prompt is cached; undefined = not set. Throws UserError for options of other APIs. */
export function claudeTtl(kind: string, { ttl, key }: CachePoint = {}): '5m' | '1h' | undefined {
  if (key !== undefined) {
    throw optionRefusal(kind, 'cachePoint.key', 'has no cache keys: use "cachePoint.after" instead.');
  }
  if (ttl === undefined || ttl === '5m' || ttl === '1h') return ttl;
  throw optionRefusal(kind, 'cachePoint.ttl', `does not support "${ttl}"; use 5m or 1h.`);
}

/** The mark on the last block that is to be cached. Throws UserError. */
export function cacheControl(kind: string, cachePoint: CachePoint | undefined): JsonObject {
  const ttl = claudeTtl(kind, cachePoint);
  return { cache_control: { type: 'ephemeral', ...(ttl && { ttl }) } };
}

/**
 * Whether thinking arrives as a summary, so that its text is not what was counted. Every Claude except 3.7
 * does so. `names`: the model as requested and as the answer names it; either may be an alias.
 */
export function summarisesThinking(...names: string[]): boolean {
  return names.some(name => /claude/i.test(name)) && !names.some(name => /claude-3[-.]7/i.test(name));
}
