import { UserError } from '../../core/base/errors.ts';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { ConversationTurn } from '../../core/plan/prompts/conversation.ts';
import { asText, at, listOf } from '../http/jsonAccess.ts';

/** VS Code's role for each role of a payload: it has none for system prompts. */
const roles: Record<string, ConversationTurn['role']> = {
  user: 'user',
  assistant: 'assistant',
  system: 'user',
  developer: 'user',
};

/**
 * The messages of a payload of the form `{"messages": [{"role": "user", "content": "..."}]}`. Content is a
 * text or a list of texts, as OpenAI's clients write it. Throws UserError for anything else, which this
 * interface does not support.
 */
export function messagesOf(payload: JsonObject): ConversationTurn[] {
  const messages = listOf(payload['messages']);
  if (messages.length === 0) {
    throw new UserError('The payload has no "messages": vscode-lm needs at least one.');
  }
  return messages.map((message, i) => {
    const where = `"messages[${i}]`;
    const role = roles[asText(at(message, 'role')) ?? ''];
    if (role === undefined) {
      throw new UserError(`${where}.role" must be one of ${Object.keys(roles).join(', ')}.`);
    }
    return { role, text: textOf(at(message, 'content'), `${where}.content"`) };
  });
}

function textOf(content: unknown, where: string): string {
  if (typeof content === 'string') return content;
  const texts = listOf(content).map(part => asText(part) ?? asText(at(part, 'text')));
  if (texts.length > 0 && texts.every(text => text !== undefined)) return texts.join('\n');
  const type = listOf(content).flatMap((part, i) =>
    texts[i] === undefined ? (asText(at(part, 'type')) ?? 'something else') : [],
  )[0];
  throw new UserError(
    `${where} must be a text${type === undefined ? '' : `, not ${type}`}: VS Code’s models accept only text.`,
  );
}
