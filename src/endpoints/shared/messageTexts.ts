import { asText, at } from '../http/jsonAccess.ts';

/** The texts in a message's `content`: a string, or a list of strings and of parts with a `text`. */
export function messageTexts(content: unknown): string[] {
  if (typeof content === 'string') return [content];
  if (!Array.isArray(content)) return [];
  return content.flatMap(part => {
    const text = asText(part) ?? asText(at(part, 'text'));
    return text === undefined ? [] : [text];
  });
}
