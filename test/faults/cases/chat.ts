import { setTimeout } from 'node:timers/promises';
import type { Exchange } from './exchange.ts';

/** Pieces of a stream of Chat Completions, as servers write them. */
export const sse = { 'Content-Type': 'text/event-stream', 'Transfer-Encoding': 'chunked' };
export const words = ['Hello', ' big', ' world'] as const;

export function data(content: object | string, end = '\n\n'): string {
  return `data: ${typeof content === 'string' ? content : JSON.stringify(content)}${end}`;
}

export function delta(content: object, choice: object = {}, more: object = {}): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: 'm',
    choices: [{ index: 0, delta: content, finish_reason: null, ...choice }],
    ...more,
  };
}

export const stop = (reason = 'stop', more: object = {}) => delta({}, { finish_reason: reason }, more);
export const counts = (input = 7, output = 3) => ({
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
});
export const usage = (input = 7, output = 3) => ({
  ...delta({}),
  choices: [],
  usage: counts(input, output),
});
export const done = data('[DONE]');
export const tail = data(stop()) + data(usage()) + done;

export const message = (content: string) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
  usage: counts(),
});

/** The words, each in an event of its own. */
export async function say(
  exchange: Exchange,
  said: readonly string[] = words,
  frame: (word: string) => string = word => data(delta({ content: word })),
): Promise<void> {
  for (const word of said) await exchange.generated(frame(word));
}

/** An event stream with status 200: what `body` writes between its head and its end. */
export function stream(
  body: (exchange: Exchange) => Promise<void> | void,
  headers: Record<string, string | number> = sse,
): (exchange: Exchange) => Promise<void> {
  return async exchange => {
    exchange.head('200 OK', headers);
    await setTimeout(5);
    await body(exchange);
    exchange.end();
  };
}

/** A complete answer. */
export function good(headers: Record<string, string | number> = sse): (exchange: Exchange) => Promise<void> {
  return stream(async exchange => {
    await say(exchange);
    exchange.chunk(tail);
  }, headers);
}

/** An answer whose body has a length. */
export function body(
  status: string,
  content: object | string,
  headers: Record<string, string | number> = {},
): (exchange: Exchange) => void {
  const bytes = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  return exchange => {
    exchange.head(status, { 'Content-Length': bytes.length, ...headers });
    exchange.raw(bytes);
  };
}
