import { createParser } from 'eventsource-parser';
import type { HttpExchange } from './httpExchange.ts';
import type { WireLog } from './wireLog.ts';

export interface SseEvent {
  /** The `event:` field, if there was one. */
  event: string | undefined;
  data: string;
  /** Clock milliseconds of the read that completed the event. */
  at: number;
}

/**
 * Reads server-sent events out of a recorded body. Each event gets the stamp of the socket read that
 * brought its last byte: one read may bring several events, and one event may take several reads.
 * An event at the end of the body without its blank line goes to `receiveLast`. The standard drops it,
 * but there are servers that forget the line.
 */
export function readSse(
  log: WireLog,
  receive: (event: SseEvent) => void,
  receiveLast: (event: SseEvent) => void = () => {},
): void {
  let at = 0;
  let ended = false;
  const parser = createParser({
    onEvent: ({ event, data }) => (ended ? receiveLast : receive)({ event, data, at }),
  });
  let start = 0;
  for (let mark = 0; mark < log.marks; mark += 1) {
    const end = lastAscii(log.bytes, start, log.end(mark));
    if (end === start) continue;
    at = log.time(mark);
    parser.feed(log.bytes.toString('utf8', start, end));
    start = end;
  }
  ended = true;
  parser.feed(`${log.bytes.toString('utf8', start, log.length)}\n\n`);
}

/**
 * End of the last ASCII byte in `[start, end)`. What follows may be half of a character, so it waits for
 * the next read. It cannot complete an event: events end with a line break.
 */
function lastAscii(bytes: Buffer, start: number, end: number): number {
  let last = end;
  while (last > start && (bytes[last - 1] ?? 0) >= 0x80) last -= 1;
  return last;
}

/** Receives the events of one streamed answer. */
export interface SseReader {
  /** Never gets `[DONE]`, keep-alives or events without data. Throws if it cannot read the event. */
  event(event: SseEvent): void;
  /** The stream said `[DONE]`. Only chat completions end with it, but servers send it in other APIs too. */
  done(): void;
  /** The body ended normally at `at` (clock milliseconds). The reader decides whether the answer was complete. */
  end(at: number): void;
  /** The model’s answer has ended. Bookkeeping such as token counts may follow. */
  readonly finished: boolean;
  /** By the rules of the API, nothing more follows. */
  readonly over: boolean;
}

/** Names of events that only keep the connection open. */
const keepAlives: ReadonlySet<string | undefined> = new Set(['ping', 'keepalive', 'keep-alive', 'heartbeat']);

/**
 * Reads a streamed answer as far as it arrived. Returns whether it is over by the rules of its API, however
 * the connection ended. Text that is no JSON, such as a gateway’s "ping", fails only an answer that is not
 * finished. Throws if the answer cannot be read.
 */
export function readSseAnswer(http: HttpExchange, reader: SseReader): boolean {
  let stray: { error: unknown } | null = null;
  let events = 0;
  const receive = (event: SseEvent) => {
    events += 1;
    const data = trimmed(event.data);
    if (data === '' || keepAlives.has(event.event)) return;
    if (data.startsWith('[DONE]')) {
      reader.done();
      return;
    }
    try {
      reader.event(event);
    } catch (error) {
      if (reader.over) return;
      if (/^[[{]/.test(data) || event.event === 'error') throw error;
      stray ??= { error };
    }
  };
  readSse(http.body, receive, event => {
    if (!http.failure && isWhole(event.data)) receive(event);
  });
  throwStray(stray, reader);
  if (events === 0) checkBlankLines(http.body);
  if (!http.failure) reader.end(http.wire.endedAt);
  return reader.over;
}

/** Whether the data of an event that nothing ends is all there: a broken-off answer ends anywhere. */
function isWhole(data: string): boolean {
  if (data.trim() === '[DONE]') return true;
  try {
    return typeof JSON.parse(data) === 'object';
  } catch {
    return false;
  }
}

/** Nearly every event is an object. Only the others need a closer look. */
function trimmed(data: string): string {
  return data.startsWith('{') ? data : data.trim();
}

function throwStray(stray: { error: unknown } | null, reader: SseReader): void {
  if (stray && !reader.finished) throw stray.error;
}

/** Without blank lines, all events are one that never ends. */
function checkBlankLines(body: WireLog): void {
  const first = body.bytes.toString('latin1', 0, Math.min(body.length, 65_536));
  if (/^data:.*\r?\n(?:(?:event|id):.*\r?\n)*data:/m.test(first)) {
    throw new Error('its events are not separated by blank lines, so none of them is complete');
  }
}
