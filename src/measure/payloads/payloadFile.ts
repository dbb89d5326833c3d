import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/base/jsonValue.ts';
import { jsonForms, jsonItems } from './jsonItems.ts';
import { Kept } from './kept.ts';
import { findSource } from './source.ts';
import { formOf, type SourceContext } from './sourceFile.ts';

/**
 * Payloads of a file of JSON, or of all such files of a folder or `s3://` prefix in name order
 * (llmeter-format 7.3). Throws UserError naming file and line.
 * @param needed the most payloads that a run can send; null = not known
 */
export async function loadPayloads(
  location: string,
  context: SourceContext,
  needed: number | null = null,
): Promise<JsonObject[]> {
  const files = await findSource(location, 'payload', context, name => jsonForms.includes(formOf(name)));
  const kept = new Kept<JsonObject>(needed);
  for (const file of files) {
    for await (const { value, where, size } of jsonItems(file)) {
      if (!kept.add(request(value, where), size, location)) return kept.items;
    }
  }
  if (kept.items.length === 0) throw new UserError(`There is no payload in ${location}.`);
  return kept.items;
}

/** The request that an item is, or that a line of OpenAI's Batch API wraps. */
function request(value: JsonValue, where: string): JsonObject {
  if (!isJsonObject(value))
    throw new UserError(`${where} must be an object: a request in the provider's form.`);
  if ('conversations' in value && !('messages' in value)) {
    throw new UserError(
      `${where} is a conversation, not a request: name its file as "prompt": {"file": ...} in the plan.`,
    );
  }
  if (!('custom_id' in value && 'method' in value && 'url' in value && 'body' in value)) return value;
  const { body } = value;
  if (!isJsonObject(body)) throw new UserError(`${where}: the "body" of a batch request must be an object.`);
  return body;
}
