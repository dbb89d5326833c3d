import type { JsonValue } from '../../../core/base/jsonValue.ts';

/** A JSON value as dotted paths and texts, in its own order. */
export function flatten(value: JsonValue, path = ''): [path: string, text: string][] {
  if (typeof value !== 'object' || value === null) {
    return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return path === '' ? [] : [[path, Array.isArray(value) ? '[]' : '{}']];
  return entries.flatMap(([key, inner]) => flatten(inner, path === '' ? key : `${path}.${key}`));
}
