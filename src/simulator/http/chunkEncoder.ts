const slabBytes = 1024 * 1024;
/** Room for the size line: eight hexadecimal digits and a line end. */
const sizeLineBytes = 10;

const hexDigits = Buffer.from('0123456789abcdef');
const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/**
 * Frames the pieces of a chunked body. Chunks lie one behind the other in large slabs: encoding in
 * place saves the second walk through the text that its length would take, and a buffer of its own
 * for every token. A slab is freed when its last chunk is.
 */
export class ChunkEncoder {
  #slab = Buffer.alloc(0);
  #used = 0;

  encode(payload: string | Buffer): Buffer {
    // UTF-8 takes at most three bytes for a UTF-16 unit.
    const room = payload.length * (typeof payload === 'string' ? 3 : 1) + sizeLineBytes + 2;
    if (room > this.#slab.length - this.#used) {
      this.#slab = Buffer.allocUnsafeSlow(Math.max(slabBytes, room));
      this.#used = 0;
    }
    const slab = this.#slab;
    const bodyStart = this.#used + sizeLineBytes;
    const length =
      typeof payload === 'string' ? slab.write(payload, bodyStart) : payload.copy(slab, bodyStart);
    const start = writeSizeLine(slab, bodyStart, length);
    const bodyEnd = bodyStart + length;
    slab[bodyEnd] = carriageReturn;
    slab[bodyEnd + 1] = lineFeed;
    this.#used = bodyEnd + 2;
    return slab.subarray(start, this.#used);
  }
}

/** Writes the size line so that it ends at `end`; gives its start. */
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
