import { isJsonObject, type JsonObject } from '../base/jsonValue.ts';

/** The APIs' names for the maximum number of output tokens. */
const limitNames = new Set([
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'max_new_tokens',
  'max_gen_len',
  'maxTokens',
  'maxOutputTokens',
  'maxTokenCount',
]);

/** Parts of a payload that may contain the limit. */
const limitPlaces = [
  'inferenceConfig',
  'generationConfig',
  'textGenerationConfig',
  'parameters',
  'modelOptions',
];

/** Maximum number of output tokens in a payload of any API; null if it sets no limit. */
export function outputLimit(payload: JsonObject): number | null {
  for (const part of [payload, ...limitPlaces.map(place => payload[place])]) {
    if (!isJsonObject(part)) continue;
    const limits = Object.entries(part).flatMap(([name, value]) =>
      limitNames.has(name) && typeof value === 'number' ? [value] : [],
    );
    if (limits.length > 0) return Math.max(...limits);
  }
  return null;
}
