import { crc32 } from 'node:zlib';

/** The total length, the length of the headers, and a checksum of both. */
const preludeLength = 12;
const checksumLength = 4;
/** The type of a string value: its length in two bytes, then UTF-8. */
const stringType = 7;

/**
 * Encodes the frames of one kind of event of a binary AWS event stream
 * (`application/vnd.amazon.eventstream`). The headers are encoded once.
 */
export class EventFrames {
  readonly #headers: Buffer;

  constructor(headers: Readonly<Record<string, string>>) {
    this.#headers = Buffer.concat(Object.entries(headers).map(([name, value]) => encodeHeader(name, value)));
  }

  encode(payload: string): Buffer {
    const headersEnd = preludeLength + this.#headers.length;
    const payloadEnd = headersEnd + Buffer.byteLength(payload);
    const frame = Buffer.allocUnsafe(payloadEnd + checksumLength);
    frame.writeUInt32BE(frame.length, 0);
    frame.writeUInt32BE(this.#headers.length, 4);
    frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
    this.#headers.copy(frame, preludeLength);
    frame.write(payload, headersEnd);
    frame.writeUInt32BE(crc32(frame.subarray(0, payloadEnd)), payloadEnd);
    return frame;
  }
}

export function eventFrames(type: string): EventFrames {
  return new EventFrames({
    ':event-type': type,
    ':content-type': 'application/json',
    ':message-type': 'event',
  });
}

export function exceptionFrames(type: string): EventFrames {
  return new EventFrames({
    ':exception-type': type,
    ':content-type': 'application/json',
    ':message-type': 'exception',
  });
}

function encodeHeader(name: string, value: string): Buffer {
  const header = Buffer.alloc(1 + Buffer.byteLength(name) + 3 + Buffer.byteLength(value));
  const nameEnd = header.writeUInt8(Buffer.byteLength(name), 0) + header.write(name, 1);
  header.writeUInt8(stringType, nameEnd);
  header.writeUInt16BE(Buffer.byteLength(value), nameEnd + 1);
  header.write(value, nameEnd + 3);
  return header;
}
