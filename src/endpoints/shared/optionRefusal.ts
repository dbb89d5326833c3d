import { UserError } from '../../core/base/errors.ts';
import type { JsonObject, JsonValue } from '../../core/base/jsonValue.ts';
import type { CachePoint, Effort, Thinking } from '../../core/plan/payloadOptions.ts';

/** The error for an option of the plan that a kind of endpoint does not support. `why` follows the kind's name. */
export function optionRefusal(kind: string, key: string, why: string): UserError {
  return new UserError(`"${key}": ${kind} ${why}`);
}

/** Throws UserError if thinking is requested. For kinds of endpoints that do not support it. */
export function refuseThinking(kind: string, thinking: Thinking | undefined): void {
  if (!thinking) return;
  const way = 'write the model’s own option into a "payload"';
  throw optionRefusal(kind, 'thinking', `has no standard option for it: ${way}.`);
}

/** Throws UserError if there is a cache point. For kinds of endpoints that support none. */
export function refuseCachePoint(kind: string, cachePoint: CachePoint | undefined, why: string): void {
  if (cachePoint) throw optionRefusal(kind, 'cachePoint', why);
}

interface Asked {
  effort?: Effort | undefined;
  budgetTokens?: number | undefined;
  display?: string | undefined;
}

/**
 * The effort, if it is one that the API supports; undefined = not set. Throws UserError for another one,
 * and for options that only other APIs have.
 */
export function effortIn(
  kind: string,
  { effort, budgetTokens, display }: Asked,
  known: readonly Effort[],
): Effort | undefined {
  if (budgetTokens !== undefined) {
    const advice = `use "thinking.effort": ${known.join(', ')}.`;
    throw optionRefusal(kind, 'thinking.budgetTokens', `does not accept a number of tokens: ${advice}`);
  }
  if (display !== undefined) {
    throw optionRefusal(kind, 'thinking.display', 'has no such option: remove it.');
  }
  if (effort !== undefined && !known.includes(effort)) throw unknownEffort(kind, effort, known);
  return effort;
}

export function unknownEffort(kind: string, effort: Effort, known: readonly Effort[]): UserError {
  return optionRefusal(kind, 'thinking.effort', `does not support "${effort}"; use ${known.join(', ')}.`);
}

/** The same content with `mark` on its last part. A plain text becomes a part of type `textType`. */
export function marked(content: JsonValue, textType: string, mark: JsonObject): JsonValue {
  if (typeof content === 'string') return [{ type: textType, text: content, ...mark }];
  if (!Array.isArray(content)) return content;
  const last: unknown = content.at(-1);
  return [...content.slice(0, -1), { ...(last as JsonObject), ...mark }];
}
