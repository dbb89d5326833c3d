import { UserError } from './errors.ts';

const unitSeconds: Record<string, number> = { ms: 0.001, s: 1, m: 60, min: 60, h: 3600 };

/** Reads `30`, `"30"`, `"30s"`, `"1.5m"`, `"250ms"`, `"1h"` as seconds. Throws UserError naming `what`. */
export function parseDuration(value: string | number, what: string): number {
  if (typeof value === 'number') return value;
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|min|m|h)?\s*$/.exec(value);
  const unit = unitSeconds[match?.[2] ?? 's'];
  if (!match || unit === undefined) {
    throw new UserError(`${what} must be a time such as 30, "30s", "1.5m" or "250ms", not "${value}".`);
  }
  return Number(match[1]) * unit;
}
