import { EventStreamCodec, type Message } from '@smithy/core/event-streams';
import type { HttpExchange } from '../transport/httpExchange.ts';
import type { WireLog } from '../transport/wireLog.ts';

/** One frame of a binary AWS event stream. */
export interface AwsEvent {
  /** `:event-type`, or `:exception-type` of an exception, or `:error-code` of an error. */
  type: string;
  isError: boolean;
  /** Parsed JSON payload; null where there is none. */
  body: unknown;
  /** Clock milliseconds of the read that completed the frame. */
  at: number;
}

const codec = new EventStreamCodec(
  bytes => Buffer.from(bytes).toString('utf8'),
  text => Buffer.from(text, 'utf8'),
);

/**
 * Reads the frames of `application/vnd.amazon.eventstream` out of a recorded body, checksums checked.
 * Each gets the stamp of the socket read that brought its last byte. A frame cut off at the end is left
 * out. Throws on a corrupt frame.
 */
export function readAwsEvents(log: WireLog, receive: (event: AwsEvent) => void): void {
  let mark = 0;
  let start = 0;
  while (start + 4 <= log.length) {
    const end = start + log.bytes.readUInt32BE(start);
    if (end <= start || end > log.length) return;
    while (log.end(mark) < end) mark += 1;
    receive(eventOf(codec.decode(log.bytes.subarray(start, end)), log.time(mark)));
    start = end;
  }
}

/** Whether the body ended in the middle of a frame. */
export function endsMidFrame({ body }: HttpExchange): boolean {
  let start = 0;
  while (start + 4 <= body.length) {
    const size = body.bytes.readUInt32BE(start);
    if (size === 0) return true;
    start += size;
  }
  return start !== body.length;
}

function eventOf({ headers, body }: Message, at: number): AwsEvent {
  const text = (name: string) => {
    const header = headers[name];
    return header?.type === 'string' ? header.value : '';
  };
  const kind = text(':message-type');
  const isError = kind === 'exception' || kind === 'error';
  const type = text(
    kind === 'exception' ? ':exception-type' : kind === 'error' ? ':error-code' : ':event-type',
  );
  if (body.length === 0)
    return { type, isError, body: kind === 'error' ? { message: text(':error-message') } : null, at };
  return { type, isError, body: JSON.parse(Buffer.from(body).toString('utf8')), at };
}
