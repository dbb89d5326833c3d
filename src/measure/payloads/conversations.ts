import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import type { Conversation, ConversationTurn } from '../../core/plan/prompts/conversation.ts';

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
};

/**
 * Every turn of a human in a conversation, with all that was said before it: ShareGPT's `conversations`
 * (`from`, `value`), or `messages` (`role`, `content`); null where an object has neither. Blank turns
 * are left out, as are answers before the first question; turns of one speaker in a row become one.
 */
export function conversationIn(value: JsonObject): Conversation[] | null {
  const said = value['conversations'] ?? value['messages'];
  if (!Array.isArray(said)) return null;
  const system: string[] = [];
  const turns: ConversationTurn[] = [];
  for (const item of said.filter(isJsonObject)) {
    const role = speakers[String(item['from'] ?? item['role'] ?? '').toLowerCase()];
    const text = item['value'] ?? item['content'];
    if (role === undefined || typeof text !== 'string' || text.trim() === '') continue;
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

function add(turns: ConversationTurn[], turn: ConversationTurn): void {
  const last = turns.at(-1);
  if (last?.role === turn.role) {
    turns[turns.length - 1] = { ...last, text: `${last.text}\n\n${turn.text}` };
  } else {
    turns.push(turn);
  }
}
