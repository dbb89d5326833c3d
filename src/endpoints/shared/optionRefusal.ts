import { UserError } from '../../core/base/errors.ts';
import type { JsonObject, JsonValue } from '../../core/base/jsonValue.ts';
import type { CachePoint, Effort, Thinking } from '../../core/plan/payloadOptions.ts';

/** The error for an option of the plan that a kind of endpoint has no form for. `why` follows its name. */
export function optionRefusal(kind: string, key: string, why: string): UserError {
  return new UserError(`"${key}": ${kind} ${why}`);
}

/** Throws UserError where thinking is asked of a kind of endpoint that has no form for it. */
export function refuseThinking(kind: string, thinking: Thinking | undefined): void {
  if (!thinking) return;
  const way = 'write what the model understands into a "payload"';
  throw optionRefusal(kind, 'thinking', `has no common form for it: ${way}.`);
}

/** Throws UserError where a cache point goes to a kind of endpoint that has no form for any. */
export function refuseCachePoint(kind: string, cachePoint: CachePoint | undefined, why: string): void {
  if (cachePoint) throw optionRefusal(kind, 'cachePoint', why);
}

interface Asked {
  effort?: Effort | undefined;
  budgetTokens?: number | undefined;
  display?: string | undefined;
}

/**
 * The word for effort, among those the API has; undefined = none is given. Throws UserError for others,
 * and where something only other APIs have is asked for.
 */
export function effortIn(
  kind: string,
  { effort, budgetTokens, display }: Asked,
  known: readonly Effort[],
): Effort | undefined {
  if (budgetTokens !== undefined) {
    const advice = `give "thinking.effort": ${known.join(', ')}.`;
    throw optionRefusal(kind, 'thinking.budgetTokens', `takes no number of tokens: ${advice}`);
  }
  if (display !== undefined) {
    throw optionRefusal(kind, 'thinking.display', 'cannot be told what to show of it: leave it out.');
  }
  if (effort !== undefined && !known.includes(effort)) throw unknownEffort(kind, effort, known);
  return effort;
}

export function unknownEffort(kind: string, effort: Effort, known: readonly Effort[]): UserError {
  return optionRefusal(kind, 'thinking.effort', `does not know "${effort}", but ${known.join(', ')}.`);
}

/** The same content with `mark` on its last part; a text alone becomes a part of this type. */
export function marked(content: JsonValue, textType: string, mark: JsonObject): JsonValue {
  if (typeof content === 'string') return [{ type: textType, text: content, ...mark }];
  if (!Array.isArray(content)) return content;
  const last: unknown = content.at(-1);
  return [...content.slice(0, -1), { ...(last as JsonObject), ...mark }];
}
