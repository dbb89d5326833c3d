import { UserError } from './errors.ts';

const unitSeconds: Record<string, number> = { s: 1, m: 60, min: 60, h: 3600 };

const form = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|min|m|h)?\s*$/;

/** Whether `parseDuration` can read a text. */
export function isDuration(text: string): boolean {
  return form.test(text);
}

/** Reads `30`, `"30"`, `"30s"`, `"1.5m"`, `"250ms"`, `"1h"` as seconds. Throws UserError naming `what`. */
export function parseDuration(value: string | number, what: string): number {
  if (typeof value === 'number') return value;
  const match = form.exec(value);
  if (!match) {
    throw new UserError(`${what} must be a time such as 30, "30s", "1.5m" or "250ms", not "${value}".`);
  }
  const amount = Number(match[1]);
  // 700 * 0.001 is not 0.7, but 700 / 1000 is.
  return match[2] === 'ms' ? amount / 1000 : amount * (unitSeconds[match[2] ?? 's'] ?? 1);
}
