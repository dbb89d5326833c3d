import { type ErrorReason, errorReasons } from '../base/errors.ts';
import type { InvocationResponse } from '../request/response.ts';
import type { ResponseTrace } from '../request/trace.ts';
import { reasonOfText } from './reasonOfText.ts';

/** Failures with the same reason. */
export interface FailureGroup {
  reason: ErrorReason;
  label: string;
  advice: string;
  count: number;
  /** The first message seen, as the provider wrote it. */
  example: string;
  requestId: string | null;
  /** The messages that differ in more than numbers, the most frequent first; not more than a few. */
  messages: { text: string; count: number }[];
}

interface Group extends Omit<FailureGroup, 'messages'> {
  /** By their text without numbers. */
  messages: Map<string, { text: string; count: number }>;
}

const mostMessages = 5;

/** Counts failures by reason, and by message within a reason. */
export class Failures {
  readonly #groups = new Map<ErrorReason, Group>();

  add(response: InvocationResponse, trace: ResponseTrace | null): void {
    const text = response.error ?? '';
    const reason = trace?.reason ?? reasonOfText(text);
    let group = this.#groups.get(reason);
    if (!group) {
      const requestId = trace?.requestId ?? null;
      const rest = { count: 0, example: text, requestId, messages: new Map() };
      group = { reason, ...errorReasons[reason], ...rest };
      this.#groups.set(reason, group);
    }
    group.count += 1;
    countMessage(group.messages, text);
  }

  /** The most frequent first; copies. */
  list(): FailureGroup[] {
    return [...this.#groups.values()]
      .map(({ messages, ...group }) => ({ ...group, messages: sorted([...messages.values()]) }))
      .sort((a, b) => b.count - a.count);
  }
}

/** One of several messages, with how often it came. */
export function messageLine({ text, count }: FailureGroup['messages'][number]): string {
  return `${count} x ${text || '(no message)'}`;
}

function countMessage(messages: Group['messages'], text: string): void {
  // Ids and times differ in every message.
  const key = text.slice(0, 300).replace(/[0-9a-f-]{8,}|\d+/gi, '#');
  const known = messages.get(key);
  if (known) known.count += 1;
  else if (messages.size < mostMessages) messages.set(key, { text, count: 1 });
}

function sorted(messages: { text: string; count: number }[]): { text: string; count: number }[] {
  return messages.map(message => ({ ...message })).sort((a, b) => b.count - a.count);
}
