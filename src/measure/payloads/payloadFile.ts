import { extname } from 'node:path';
import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/base/jsonValue.ts';
import { jsonItems } from './jsonItems.ts';
import { readSource } from './source.ts';
import type { SourceContext, SourceFile } from './sourceFile.ts';

/**
 * Payloads of a .json or .jsonl file, or of all such files of a folder or `s3://` prefix in name order
 * (llmeter-format 7.3). Throws UserError naming file and line.
 */
export async function loadPayloads(location: string, context: SourceContext): Promise<JsonObject[]> {
  const files = await readSource(location, 'payload', context, name =>
    ['.json', '.jsonl', '.manifest'].includes(extname(name)),
  );
  const payloads = files.flatMap(payloadsIn);
  if (payloads.length === 0) throw new UserError(`There is no payload in ${location}.`);
  return payloads;
}

function payloadsIn(file: SourceFile): JsonObject[] {
  return jsonItems(file).map(({ value, where }) => request(value, where));
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
