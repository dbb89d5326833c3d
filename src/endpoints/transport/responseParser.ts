import { otherProtocol } from './otherProtocol.ts';
import type { WireLog } from './wireLog.ts';

/** The server sent something other than HTTP/1.1. */
export class HttpSyntaxError extends Error {
  override readonly name = 'HttpSyntaxError';
}

const cr = 13;
const lf = 10;
const largestHead = 262_144;

type State = 'head' | 'length' | 'chunkSize' | 'chunkData' | 'chunkEnd' | 'trailer' | 'untilClose' | 'done';

/**
 * Incremental parser of HTTP/1.1 responses (RFC 9112 sections 4-7) for the measured path. It only finds
 * the bytes of the body and copies them, with their stamp, to the log. The only ready-made parsers are
 * those of Node's client and undici. Both cost more than the whole budget per event (see the bench).
 */
export class ResponseParser {
  status = 0;
  headers: ReadonlyMap<string, string> = new Map();
  keepAlive = true;
  readonly #log: WireLog;
  #state: State = 'head';
  #head = '';
  #remaining = 0;
  #sizeDigits = 0;
  #inExtension = false;
  #lineLength = 0;

  constructor(log: WireLog) {
    this.#log = log;
  }

  get done(): boolean {
    return this.#state === 'done';
  }

  get headersComplete(): boolean {
    return this.#state !== 'head';
  }

  /** Takes `data[0..length)`, delivered by the socket at `at` (clock milliseconds). */
  feed(data: Buffer, length: number, at: number): void {
    let i = 0;
    while (i < length) {
      switch (this.#state) {
        case 'chunkData':
        case 'length':
          i = this.#copyBody(data, i, length, at);
          break;
        case 'chunkEnd':
          this.#readChunkEnd(data[i]);
          i += 1;
          break;
        case 'chunkSize':
          i = this.#readChunkSize(data, i, length);
          break;
        case 'untilClose':
          this.#log.append(data, i, length, at);
          i = length;
          break;
        case 'trailer':
          i = this.#readTrailer(data, i, length);
          break;
        case 'head':
          i = this.#readHead(data, i, length);
          break;
        case 'done':
          // Bytes after the response: the connection cannot be trusted with another request.
          this.keepAlive = false;
          return;
        default:
          this.#state satisfies never;
      }
    }
  }

  /** The connection ended. Returns whether the response was complete without it. */
  close(): boolean {
    if (this.#state === 'untilClose') this.#state = 'done';
    return this.#state === 'done';
  }

  #copyBody(data: Buffer, start: number, length: number, at: number): number {
    const end = Math.min(length, start + this.#remaining);
    this.#log.append(data, start, end, at);
    this.#remaining -= end - start;
    if (this.#remaining === 0) this.#state = this.#state === 'length' ? 'done' : 'chunkEnd';
    return end;
  }

  /** The chunk's CRLF. Like every client, this accepts a bare LF. */
  #readChunkEnd(byte: number | undefined): void {
    if (byte === lf) this.#beginChunk();
    else if (byte !== cr) throw new HttpSyntaxError('A chunk is longer than its announced size.');
  }

  #beginChunk(): void {
    this.#state = 'chunkSize';
    this.#remaining = 0;
    this.#sizeDigits = 0;
    this.#inExtension = false;
  }

  #readChunkSize(data: Buffer, start: number, length: number): number {
    for (let i = start; i < length; i += 1) {
      const byte = data[i] ?? 0;
      if (byte === lf) {
        this.#endChunkSize();
        return i + 1;
      }
      if (!this.#inExtension && byte !== cr) this.#takeSizeByte(byte);
    }
    return length;
  }

  #takeSizeByte(byte: number): void {
    const digit = hexValue(byte);
    if (digit < 0) {
      if (byte !== 0x3b && byte !== 0x20 && byte !== 0x09)
        throw new HttpSyntaxError('A chunk’s size is not hexadecimal.');
      this.#inExtension = true;
      return;
    }
    this.#remaining = this.#remaining * 16 + digit;
    this.#sizeDigits += 1;
    if (this.#remaining > Number.MAX_SAFE_INTEGER) throw new HttpSyntaxError('A chunk’s size is too large.');
  }

  #endChunkSize(): void {
    if (this.#sizeDigits === 0) throw new HttpSyntaxError('A chunk has no size.');
    this.#state = this.#remaining === 0 ? 'trailer' : 'chunkData';
    this.#lineLength = 0;
  }

  #readTrailer(data: Buffer, start: number, length: number): number {
    for (let i = start; i < length; i += 1) {
      if (data[i] === lf) {
        if (this.#lineLength === 0) {
          this.#state = 'done';
          return i + 1;
        }
        this.#lineLength = 0;
      } else if (data[i] !== cr) {
        this.#lineLength += 1;
      }
    }
    return length;
  }

  #readHead(data: Buffer, from: number, length: number): number {
    let start = from;
    // Like other clients, this skips line breaks that a server sends before its answer.
    if (this.#head === '') while (start < length && (data[start] === cr || data[start] === lf)) start += 1;
    const before = this.#head.length;
    this.#head += data.toString('latin1', start, length);
    const end = /\r?\n\r?\n/.exec(this.#head);
    if (!end) {
      if (this.#head.length > largestHead) throw new HttpSyntaxError('The response headers do not end.');
      if (!'HTTP/'.startsWith(this.#head.slice(0, 5))) throw new HttpSyntaxError(otherProtocol(this.#head));
      return length;
    }
    const consumed = end.index + end[0].length - before;
    this.#parseHead(this.#head.slice(0, end.index));
    this.#head = '';
    return start + consumed;
  }

  #parseHead(head: string): void {
    const [statusLine = '', ...lines] = head.split(/\r?\n/);
    const match = /^HTTP\/1\.([01]) (\d{3})(?: |$)/.exec(statusLine);
    if (!match) throw new HttpSyntaxError(otherProtocol(head));
    const status = Number(match[2]);
    // Interim answers (100 Continue, 103 Early Hints) precede the real one.
    if (status >= 100 && status < 200) return;
    const headers = headersIn(lines);
    this.status = status;
    this.headers = headers;
    const connection = (headers.get('connection') ?? '').toLowerCase();
    this.keepAlive = match[1] === '1' ? !connection.includes('close') : connection.includes('keep-alive');
    this.#chooseBody(status, headers);
  }

  #chooseBody(status: number, headers: ReadonlyMap<string, string>): void {
    const contentLength = headers.get('content-length');
    if (status === 204 || status === 304) {
      this.#state = 'done';
    } else if (/\bchunked\s*$/i.test(headers.get('transfer-encoding') ?? '')) {
      this.#beginChunk();
    } else if (contentLength !== undefined) {
      // Repeated headers were joined; equal values count as one (RFC 9112 section 6.3).
      const digits = /^(\d{1,15})(?:, \1)*$/.exec(contentLength)?.[1];
      if (digits === undefined) throw new HttpSyntaxError('Content-Length is not one number.');
      const size = Number(digits);
      this.#remaining = size;
      this.#state = size === 0 ? 'done' : 'length';
    } else {
      this.keepAlive = false;
      this.#state = 'untilClose';
    }
  }
}

/** A line that begins with a space continues the header before it (RFC 9112 section 5.2). */
function headersIn(lines: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  let last: string | null = null;
  for (const line of lines) {
    if (last !== null && /^[ \t]/.test(line)) {
      headers.set(last, `${headers.get(last)} ${line.trim()}`.trim());
      continue;
    }
    const colon = line.indexOf(':');
    if (colon <= 0) throw new HttpSyntaxError('A response header has no name.');
    // Some servers put a space before the colon. Other clients ignore it.
    last = line.slice(0, colon).trimEnd().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const earlier = headers.get(last);
    headers.set(last, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return headers;
}

function hexValue(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
