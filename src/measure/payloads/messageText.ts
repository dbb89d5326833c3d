import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonValue } from '../../core/base/jsonValue.ts';

/**
 * The text of a message's content: a text, or a list of texts and parts of type "text"; null for anything
 * else. Throws UserError for a part that is no text, such as an image.
 */
export function messageText(content: JsonValue | undefined, where: string): string | null {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return null;
  return content.map(part => partText(part, where)).join('\n');
}

function partText(part: JsonValue, where: string): string {
  if (typeof part === 'string') return part;
  if (isJsonObject(part) && typeof part['text'] === 'string') return part['text'];
  const type = isJsonObject(part) ? String(part['type'] ?? 'unknown') : typeof part;
  throw new UserError(
    `${where} has a part of type "${type}", which is no text: send such requests as "payload", or name files for all prompts as "attachments".`,
  );
}

/** Whether a list holds the messages of a conversation. */
export function isConversation(value: JsonValue | undefined): value is JsonValue[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(item => isJsonObject(item) && ('role' in item || 'from' in item))
  );
}
