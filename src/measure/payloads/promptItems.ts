import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonValue } from '../../core/base/jsonValue.ts';
import type { Conversation } from '../../core/plan/prompts/conversation.ts';
import { conversationIn, conversationOf } from './conversations.ts';
import type { JsonItem } from './jsonItems.ts';
import { messageText } from './messageText.ts';

/** What of a file's items is wanted. */
export interface WantedPrompts {
  column?: string | undefined;
  turns: 'first' | 'all';
}

/** A prompt without anything before it. */
export function alone(text: string): Conversation {
  return { text, earlier: [] };
}

/** The prompt of an item, or all of a conversation; one in which no user speaks has none. Throws UserError. */
export function promptsOfItem({ value, where }: JsonItem, wanted: WantedPrompts): Conversation[] {
  if (typeof value === 'string') return [alone(value)];
  const listed = conversationOf(value, where);
  if (listed) return chosen(listed, wanted);
  if (!isJsonObject(value)) throw new UserError(`${where} must be a text or an object.`);
  const { column } = wanted;
  const said = column === undefined ? conversationIn(value, where) : null;
  if (said) return chosen(said, wanted);
  const key = column ?? ('prompt' in value || !Array.isArray(value['turns']) ? 'prompt' : 'turns');
  const found = value[key];
  if (typeof found === 'string') return [alone(found)];
  if (Array.isArray(found)) return ofList(found, key, where, wanted);
  throw new UserError(
    `${where} has no text at "${key}": name one of its keys as "column": ${Object.keys(value).join(', ')}.`,
  );
}

function chosen(turns: Conversation[], wanted: WantedPrompts): Conversation[] {
  return wanted.turns === 'all' ? turns : turns.slice(0, 1).map(({ text }) => alone(text));
}

/** A list where a text is expected: messages, the parts of one prompt, or MT-Bench's questions. */
function ofList(list: JsonValue[], key: string, where: string, wanted: WantedPrompts): Conversation[] {
  const said = conversationOf(list, where);
  if (said) return chosen(said, wanted);
  if (key === 'turns' && list.every(turn => typeof turn === 'string')) return questions(list, where, wanted);
  if (list.length > 0 && list.every(isJsonObject)) {
    const text = messageText(list, `${where}, "${key}",`);
    if (text !== null) return [alone(text)];
  }
  throw new UserError(
    `${where}: "${key}" is a list, not a text. Give each of its texts an object of its own, or a line of a text file.`,
  );
}

function questions(turns: readonly string[], where: string, wanted: WantedPrompts): Conversation[] {
  if (wanted.turns === 'all' && turns.length > 1) {
    throw new UserError(
      `${where} has questions without the answers between them, so only the first can be asked: use "turns": "first".`,
    );
  }
  return turns.slice(0, 1).map(alone);
}
