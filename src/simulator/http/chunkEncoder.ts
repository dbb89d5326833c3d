/** The bytes of an event, in parts where joining them would cost more than writing each. */
export type Payload = string | Buffer | readonly string[];

/** The bytes of a payload, to cut or change them. */
export function payloadBytes(payload: Payload): Buffer {
  return Buffer.isBuffer(payload) ? payload : Buffer.from(payloadText(payload));
}

export function payloadText(payload: Payload): string {
  return typeof payload === 'string' || Buffer.isBuffer(payload) ? payload.toString() : payload.join('');
}

const slabBytes = 64 * 1024;
/** Space for the size line: eight hexadecimal digits and a line end. */
const sizeLineBytes = 10;

const hexDigits = Buffer.from('0123456789abcdef');
const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/**
 * Frames the chunks of a chunked body. Chunks are written one after the other into large slabs: encoding in place
 * saves a second pass over the text to find its length, and a separate buffer for every token. A slab is freed
 * with its last chunk.
 */
export class ChunkEncoder {
  #slab = Buffer.alloc(0);
  #used = 0;

  encode(payload: Payload): Buffer {
    const room = roomFor(payload) + sizeLineBytes + 2;
    if (room > this.#slab.length - this.#used) {
      this.#slab = Buffer.allocUnsafeSlow(Math.max(slabBytes, room));
      this.#used = 0;
    }
    const slab = this.#slab;
    const bodyStart = this.#used + sizeLineBytes;
    const length = write(slab, bodyStart, payload);
    const start = writeSizeLine(slab, bodyStart, length);
    const bodyEnd = bodyStart + length;
    slab[bodyEnd] = carriageReturn;
    slab[bodyEnd + 1] = lineFeed;
    this.#used = bodyEnd + 2;
    return slab.subarray(start, this.#used);
  }

  /**
   * Releases the memory of a chunk that was sent. Only the last encoded chunk can be released; other bytes are
   * ignored. The write of a token is complete before the next one is encoded, so all tokens use the same few bytes,
   * which stay in the processor's cache.
   */
  release(bytes: Buffer): void {
    const slab = this.#slab;
    const end = bytes.byteOffset - slab.byteOffset + bytes.length;
    if (bytes.buffer === slab.buffer && end === this.#used) this.#used = end - bytes.length;
  }
}

/** UTF-8 needs at most three bytes for a UTF-16 unit. */
function roomFor(payload: Payload): number {
  if (typeof payload === 'string') return 3 * payload.length;
  if (Buffer.isBuffer(payload)) return payload.length;
  let room = 0;
  for (const part of payload) room += 3 * part.length;
  return room;
}

function write(slab: Buffer, start: number, payload: Payload): number {
  if (typeof payload === 'string') return slab.write(payload, start);
  if (Buffer.isBuffer(payload)) return payload.copy(slab, start);
  let end = start;
  for (const part of payload) end += slab.write(part, end);
  return end - start;
}

/** Writes the size line so that it ends at `end`; returns its start. */
function writeSizeLine(slab: Buffer, end: number, size: number): number {
  slab[end - 1] = lineFeed;
  slab[end - 2] = carriageReturn;
  let start = end - 2;
  let rest = size;
  do {
    start--;
    slab[start] = hexDigits[rest & 15] ?? 0;
    rest >>>= 4;
  } while (rest > 0);
  return start;
}
