import { asText, at, listOf } from '../http/jsonAccess.ts';

/** The texts in a message's `content`: a string, or a list of strings and of parts with a `text`. */
export function messageTexts(content: unknown): string[] {
  if (typeof content === 'string') return [content];
  if (!Array.isArray(content)) return [];
  return content.flatMap(part => {
    const text = asText(part) ?? asText(at(part, 'text'));
    return text === undefined ? [] : [text];
  });
}

/** The text of a prompt of messages, as LLMeter saves it: without empty messages. */
export function promptText(messages: unknown): string {
  return listOf(messages)
    .map(message => at(message, 'content'))
    .flatMap(content => (content === '' ? [] : messageTexts(content)))
    .join('\n');
}
