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
 */
export function readSse(log: WireLog, receive: (event: SseEvent) => void): void {
  let at = 0;
  const parser = createParser({ onEvent: ({ event, data }) => receive({ event, data, at }) });
  let start = 0;
  for (let mark = 0; mark < log.marks; mark += 1) {
    const end = lastAscii(log.bytes, start, log.end(mark));
    if (end === start) continue;
    at = log.time(mark);
    parser.feed(log.bytes.toString('utf8', start, end));
    start = end;
  }
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
  event(event: SseEvent): void;
  /** The body ended normally at `at` (clock milliseconds). The reader decides whether the answer was complete. */
  end(at: number): void;
}

/** Reads a streamed answer as far as it arrived. */
export function readSseAnswer(http: HttpExchange, reader: SseReader): void {
  readSse(http.body, event => reader.event(event));
  if (!http.failure) reader.end(http.wire.endedAt);
}
