import { UserError } from '../../core/base/errors.ts';
import type { JsonObject, JsonValue } from '../../core/base/jsonValue.ts';

/** Throws UserError for a payload with bytes, where the API takes plain JSON and has no form for them. */
export function refuseRawBytes(kind: string, payload: JsonObject): void {
  if (!hasBytes(payload)) return;
  throw new UserError(`The payload holds raw bytes, which ${kind} cannot send: write them as text.`);
}

function hasBytes(value: JsonValue): boolean {
  if (value instanceof Uint8Array) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasBytes);
}
