import type { JsonValue } from '../core/base/jsonValue.ts';
import type { VerifiedFolder } from '../protocol/verification.ts';

/** Values that are computed in another order of additions differ by less than this share. */
const rounding = 1e-9;

/** Collects what agrees, what differs and what could not be checked in one folder. */
export class Ledger {
  readonly #found: VerifiedFolder;

  constructor(folder: string) {
    this.#found = { folder, checked: 0, differences: [], unchecked: [] };
  }

  get found(): VerifiedFolder {
    return this.#found;
  }

  /** Compares a stored value with the same value recomputed; undefined = missing. Numbers may differ by rounding. */
  compare(file: string, key: string, stored: JsonValue | undefined, recomputed: JsonValue | undefined): void {
    this.holds(file, key, isSame(stored, recomputed), stored, recomputed);
  }

  /** Compares the entries of an object, those that only one side has included. */
  compareAll(
    file: string,
    prefix: string,
    stored: Readonly<Record<string, JsonValue | undefined>>,
    recomputed: Readonly<Record<string, JsonValue | undefined>>,
  ): void {
    for (const [key, value] of Object.entries(recomputed)) {
      this.compare(file, `${prefix}${key}`, stored[key], value);
    }
  }

  /** Counts a check of its own, and keeps what differs if it does not hold. */
  holds(
    file: string,
    key: string,
    right: boolean,
    stored: JsonValue | undefined,
    recomputed: JsonValue | undefined,
  ): void {
    this.#found.checked++;
    if (right) return;
    this.#found.differences.push({ file, key, stored: stored ?? null, recomputed: recomputed ?? null });
  }

  skip(file: string, key: string, reason: string): void {
    this.#found.unchecked.push({ file, key, reason });
  }
}

/** Whether two values are the same but for rounding; a missing value is null. */
export function isSame(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    if (Object.is(a, b) || a === b) return true;
    return Math.abs(a - b) <= rounding * Math.max(Math.abs(a), Math.abs(b));
  }
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
