import { UserError } from '../base/errors.ts';
import type { JsonObject, JsonValue } from '../base/jsonValue.ts';

/** Statistics under LLMeter's keys, in LLMeter's order, with times as files contain them. */
export type Stats = Record<string, JsonValue>;

/**
 * Adds statistics that a callback contributes (llmeter-format 5.5). They replace earlier ones with the same
 * name. Throws a UserError if a value is not a finite number, and then adds nothing.
 */
export function contributeStats(contributed: Record<string, number>, values: JsonObject): void {
  for (const [key, value] of Object.entries(values)) {
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw new UserError(`Statistic "${key}" must be a number, not ${JSON.stringify(value)}.`);
    }
  }
  Object.assign(contributed, values);
}

/** The recomputed statistics, then every saved one that was not recomputed (llmeter-format 4.8). */
export function mergeSavedStats(recomputed: Stats, saved: JsonObject): Stats {
  const further = Object.entries(saved).filter(([key]) => !Object.hasOwn(recomputed, key));
  return Object.fromEntries([...Object.entries(recomputed), ...further]);
}
