import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/base/jsonValue.ts';
import type { Conversation, ConversationTurn } from '../../core/plan/prompts/conversation.ts';
import { isConversation, messageText } from './messageText.ts';

/** Who speaks, in the words of the data sets: ShareGPT's own, those of its conversions, OpenAI's. */
const speakers: Readonly<Record<string, ConversationTurn['role'] | 'system'>> = {
  human: 'user',
  user: 'user',
  gpt: 'assistant',
  chatgpt: 'assistant',
  bing: 'assistant',
  bard: 'assistant',
  assistant: 'assistant',
  model: 'assistant',
  system: 'system',
  developer: 'system',
};

/**
 * Every user turn of a conversation, with all messages before it: ShareGPT's `conversations` (`from`,
 * `value`), or `messages` or `conversation` (`role`, `content`); null where an object has none of them.
 */
export function conversationIn(value: JsonObject, where: string): Conversation[] | null {
  const said = value['conversations'] ?? value['messages'] ?? value['conversation'];
  return Array.isArray(said) ? userTurns(said, where) : null;
}

/** The same of the list itself; null for another list. */
export function conversationOf(value: JsonValue | undefined, where: string): Conversation[] | null {
  return isConversation(value) ? userTurns(value, where) : null;
}

/**
 * Blank turns are left out, as are answers before the first question; turns of one speaker in a row become
 * one. Throws UserError for a user's message that is no text.
 */
function userTurns(said: readonly JsonValue[], where: string): Conversation[] {
  const system: string[] = [];
  const turns: ConversationTurn[] = [];
  for (const item of said.filter(isJsonObject)) {
    const role = speakers[String(item['from'] ?? item['role'] ?? '').toLowerCase()];
    const text = role === undefined ? '' : spoken(item['value'] ?? item['content'], role, where);
    if (role === undefined || text.trim() === '') continue;
    if (role === 'system') system.push(text);
    else if (role === 'user' || turns.length > 0) add(turns, { role, text });
  }
  return turns.flatMap(({ role, text }, index) =>
    role === 'user'
      ? [
          {
            text,
            earlier: turns.slice(0, index),
            ...(system.length > 0 && { system: system.join('\n\n') }),
          },
        ]
      : [],
  );
}

/** An answer may consist of tool calls alone, which is no text; a question must be one. */
function spoken(content: JsonValue | undefined, role: string, where: string): string {
  const parts = role === 'assistant' && Array.isArray(content) ? content.filter(isText) : content;
  const text = messageText(parts, where);
  if (text === null && role === 'user' && content !== null && content !== undefined) {
    throw new UserError(`${where} has a message of the user that is no text.`);
  }
  return text ?? '';
}

function isText(part: JsonValue): boolean {
  return typeof part === 'string' || (isJsonObject(part) && typeof part['text'] === 'string');
}

function add(turns: ConversationTurn[], turn: ConversationTurn): void {
  const last = turns.at(-1);
  if (last?.role === turn.role) {
    turns[turns.length - 1] = { ...last, text: `${last.text}\n\n${turn.text}` };
  } else {
    turns.push(turn);
  }
}
