import { UserError } from '../../core/base/errors.ts';
import type { JsonObject, JsonValue } from '../../core/base/jsonValue.ts';

/** Throws UserError for a payload with raw bytes. For APIs that accept plain JSON only. */
export function refuseRawBytes(kind: string, payload: JsonObject): void {
  if (!hasBytes(payload)) return;
  throw new UserError(`The payload contains raw bytes, which ${kind} cannot send: write them as text.`);
}

function hasBytes(value: JsonValue): boolean {
  if (value instanceof Uint8Array) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasBytes);
}
