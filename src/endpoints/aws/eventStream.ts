import { crc32 } from 'node:zlib';
import { EventStreamCodec, type Message } from '@smithy/core/event-streams';
import { asText, at } from '../http/jsonAccess.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import type { StreamEnd, StreamEndTest } from '../transport/streamEnd.ts';
import type { WireLog } from '../transport/wireLog.ts';

/** One frame of a binary AWS event stream. */
export interface AwsEvent {
  /** `:event-type`, or `:exception-type` of an exception, or `:error-code` of an error. */
  type: string;
  isError: boolean;
  /** The payload: parsed JSON, or bytes if its type is not JSON; null if there is none. */
  body: unknown;
  /** Clock milliseconds of the read that completed the frame. */
  at: number;
}

/** Receives the frames of one streamed answer. */
export interface AwsReader {
  event(event: AwsEvent): void;
  /**
   * The body ended at `at` (clock milliseconds); `cut` = in the middle of an event. The reader decides
   * whether the answer was complete.
   */
  end(at: number, cut: boolean): void;
  /** By the rules of the API, nothing more follows. */
  readonly over: boolean;
}

const codec = new EventStreamCodec(
  bytes => Buffer.from(bytes).toString('utf8'),
  text => Buffer.from(text, 'utf8'),
);

/** The lengths of frame and headers, and their checksum. A frame ends with a checksum of its own. */
const preludeLength = 12;
const shortestFrame = preludeLength + 4;

/**
 * Reads the frames of `application/vnd.amazon.eventstream` out of a recorded body and checks their
 * checksums. Each frame gets the stamp of the socket read that brought its last byte. Returns whether the
 * body ended with a whole frame. Throws on a corrupt frame.
 */
export function readAwsEvents(log: WireLog, receive: (event: AwsEvent) => void): boolean {
  // The first byte of a length is 0: no frame has 16 MB.
  if (log.length > 0 && log.bytes[0] !== 0) {
    throw new Error(
      'it is not AWS’s binary event stream. Check the base URL: a gateway may speak another API',
    );
  }
  let mark = 0;
  let start = 0;
  while (start + preludeLength <= log.length) {
    const end = start + frameLength(log.bytes, start);
    if (end > log.length) return false;
    while (log.end(mark) < end) mark += 1;
    receive(eventOf(codec.decode(log.bytes.subarray(start, end)), log.time(mark)));
    start = end;
  }
  return start === log.length;
}

export function isAwsEventStream({ headers }: HttpExchange): boolean {
  return headers.get('content-type')?.startsWith('application/vnd.amazon.eventstream') ?? false;
}

/**
 * Reads a streamed answer as far as it arrived. Returns whether it is over by the rules of its API, however
 * the connection ended. Throws if it cannot be read.
 */
export function readAwsAnswer(http: HttpExchange, reader: AwsReader): boolean {
  let whole = false;
  try {
    whole = readAwsEvents(http.body, event => reader.event(event));
  } catch (error) {
    if (!reader.over) throw error;
  }
  if (!http.failure) reader.end(http.wire.endedAt, !whole && !reader.over);
  return reader.over;
}

/** How many of the last frames are looked at. */
const fewFrames = 8;

/**
 * The test for the end of a binary stream whose body does not end. AWS itself ends them, so that this looks
 * only at streams that have been silent for long. `judge`: gets the last frames of a body that ends with a
 * whole one.
 */
export function framesEnd(judge: (last: readonly AwsEvent[]) => StreamEnd): StreamEndTest {
  const several = (body: WireLog) => {
    try {
      const events = lastFrames(body).map(frame => eventOf(codec.decode(frame), 0));
      return events.length === 0 ? 'open' : judge(events);
    } catch {
      // The reader will say what is wrong with it.
      return 'open';
    }
  };
  return { last: () => 'open', several };
}

/** The last frames, if the last one is complete. */
function lastFrames({ bytes, length }: WireLog): Buffer[] {
  const frames: Buffer[] = [];
  let start = 0;
  while (start + preludeLength <= length) {
    const end = start + frameLength(bytes, start);
    frames.push(bytes.subarray(start, end));
    if (frames.length > fewFrames) frames.shift();
    start = end;
  }
  return start === length ? frames : [];
}

/** The JSON inside a `chunk` event of InvokeModelWithResponseStream. Throws if there is none. */
export function chunkJson(body: unknown): unknown {
  const bytes = asText(at(body, 'bytes'));
  if (bytes === undefined) throw new Error('a chunk has no bytes');
  return JSON.parse(Buffer.from(bytes, 'base64').toString('utf8'));
}

/** A damaged length must not be taken for the beginning of a very long frame. */
function frameLength(bytes: Buffer, start: number): number {
  const length = bytes.readUInt32BE(start);
  if (crc32(bytes.subarray(start, start + 8)) !== bytes.readUInt32BE(start + 8) || length < shortestFrame) {
    throw new Error('the checksum of an event’s length does not match');
  }
  return length;
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
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (text(':content-type') === 'application/octet-stream') return { type, isError, body: bytes, at };
  return { type, isError, body: JSON.parse(bytes.toString('utf8')), at };
}
