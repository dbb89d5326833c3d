import { isJsonObject, type JsonObject, type JsonValue } from './jsonValue.ts';

/** The last part of a Python class's path; null for a value that is not tagged with one. */
export function classNameOf(value: JsonValue | undefined): string | null {
  const path = isJsonObject(value) ? value['__llmeter_class__'] : undefined;
  return typeof path === 'string' ? (path.split('.').at(-1) ?? null) : null;
}

/**
 * The same JSON with objects that newer versions of Python LLMeter tag with their class
 * (`{__llmeter_class__, __llmeter_state__}`) as plain objects that name it as `_type`.
 */
export function withoutClassTags(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutClassTags);
  if (!isJsonObject(value)) return value;
  const name = classNameOf(value);
  const state = value['__llmeter_state__'];
  const plain = (object: JsonObject) =>
    Object.fromEntries(Object.entries(object).map(([key, member]) => [key, withoutClassTags(member)]));
  return name !== null && isJsonObject(state) ? { _type: name, ...plain(state) } : plain(value);
}
