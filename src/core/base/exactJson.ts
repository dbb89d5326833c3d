import type { JsonValue } from './jsonValue.ts';
import { readJson } from './read.ts';
import { bytesMarker } from './write.ts';

/** Newer than the type declarations; Node has it from version 22 on. */
const json = JSON as typeof JSON & {
  rawJSON?(text: string): JsonValue;
  isRawJSON?(value: unknown): boolean;
};

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;

/**
 * Reads JSON like `readJson`, but integers beyond 2^53 keep all their digits when the value is written
 * again: they become objects of `JSON.rawJSON`. A seed or an id may have so many.
 */
export function readExactJson(text: string): JsonValue {
  const value = readJson(text);
  const { rawJSON } = json;
  if (rawJSON === undefined || !/\d{16}/.test(text) || /NaN|Infinity/.test(text)) return value;
  if (text.includes(bytesMarker)) return value;
  const exact: Reviver = (_, found, { source = '' }) =>
    typeof found === 'number' && isLostInteger(found, source) ? rawJSON(source) : found;
  return JSON.parse(text, exact as (key: string, value: unknown) => unknown) as JsonValue;
}

function isLostInteger(value: number, source: string): boolean {
  return !Number.isSafeInteger(value) && /^-?\d+$/.test(source) && BigInt(source) !== BigInt(value);
}

/** A copy of a payload, which shares nothing that can be edited. */
export function copyJson(value: unknown): unknown {
  return mapped(value, leaf => (leaf instanceof Uint8Array ? leaf.slice() : leaf));
}

/** The value for another thread: exact integers cannot be sent, so they become bigints. */
export function toBigints(value: unknown): unknown {
  return mapped(value, leaf =>
    json.isRawJSON?.(leaf) ? BigInt((leaf as { rawJSON: string }).rawJSON) : leaf,
  );
}

/** A value from another thread: bigints become exact integers, which JSON can represent. */
export function fromBigints(value: unknown): unknown {
  return mapped(value, leaf =>
    typeof leaf === 'bigint' ? (json.rawJSON?.(String(leaf)) ?? Number(leaf)) : leaf,
  );
}

/** Copies lists and plain objects, and changes what they hold. */
function mapped(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(item => mapped(item, change));
  if (!isPlainObject(value) || json.isRawJSON?.(value)) return change(value);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapped(member, change)]));
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
