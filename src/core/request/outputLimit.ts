import { isJsonObject, type JsonObject } from '../base/jsonValue.ts';

/** Names that the APIs have for the limit of an answer's tokens. */
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

/** Parts of a payload in which a limit may stand. */
const limitPlaces = [
  'inferenceConfig',
  'generationConfig',
  'textGenerationConfig',
  'parameters',
  'modelOptions',
];

/** Most tokens of an answer that a payload of any API asks for; null where it sets no limit. */
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
