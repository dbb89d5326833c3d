import { isJsonObject, type JsonObject, type JsonValue } from './jsonValue.ts';

/** Objects are merged at every depth; everything else replaces what was there. */
export function mergedJson(base: JsonObject, added: JsonObject): JsonObject {
  const members = Object.entries(added).map(([key, value]): [string, JsonValue] => {
    const before = base[key];
    return [key, isJsonObject(before) && isJsonObject(value) ? mergedJson(before, value) : value];
  });
  return { ...base, ...Object.fromEntries(members) };
}
