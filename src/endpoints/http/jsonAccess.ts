import { isJsonObject } from '../../core/base/jsonValue.ts';

type Step = string | number;

/**
 * Reads a path out of JSON that a server sent. Anything unexpected on the way gives `undefined`. Called
 * for every event of every stream, so the path is parameters, not a list: it allocates nothing.
 */
export function at(value: unknown, first: Step, second?: Step, third?: Step, fourth?: Step): unknown {
  const one = member(value, first);
  if (second === undefined) return one;
  const two = member(one, second);
  if (third === undefined) return two;
  const three = member(two, third);
  return fourth === undefined ? three : member(three, fourth);
}

function member(value: unknown, step: Step): unknown {
  if (typeof step === 'number') return Array.isArray(value) ? value[step] : undefined;
  return isJsonObject(value) ? value[step] : undefined;
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A token count: a finite number, which some servers write as text; else `undefined`. */
export function asCount(value: unknown): number | undefined {
  if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The object without its undefined members, so that `exactOptionalPropertyTypes` holds. */
export function defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
