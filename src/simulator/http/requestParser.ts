/** A complete HTTP/1.1 request. */
export interface HttpRequest {
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case; repeated fields are joined by a comma. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** False where the client asked to close the connection afterwards. */
  readonly keepAlive: boolean;
}

/** The bytes are not a valid request, so the connection cannot continue. */
export class BadRequestBytes extends Error {
  override readonly name = 'BadRequestBytes';
}

interface Head {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: ReadonlyMap<string, string>;
  readonly keepAlive: boolean;
  /** null = chunked. */
  readonly length: number | null;
  readonly expectsContinue: boolean;
}

const maxHeadBytes = 64 * 1024;
const maxBodyBytes = 256 * 1024 * 1024;
const empty = Buffer.alloc(0);

/**
 * Reads requests from the bytes of one connection, however they are split. Push what arrives, then call `next`
 * until it returns null. Bytes of a following request are kept for the next call.
 */
export class RequestParser {
  #unread: Buffer[] = [];
  #unreadBytes = 0;
  #head: Head | null = null;
  /** Decoded parts of a chunked body. */
  #parts: Buffer[] = [];
  #partBytes = 0;
  #continueDue = false;

  push(bytes: Buffer): void {
    this.#unread.push(bytes);
    this.#unreadBytes += bytes.length;
  }

  /** The next complete request, or null if more bytes are needed. Throws BadRequestBytes. */
  next(): HttpRequest | null {
    this.#head ??= this.#readHead();
    const head = this.#head;
    if (!head) return null;
    const body = head.length === null ? this.#readChunks() : this.#take(head.length);
    if (!body) return null;
    this.#head = null;
    this.#continueDue = false;
    const { method, path, query, headers, keepAlive } = head;
    return { method, path, query, headers, body, keepAlive };
  }

  /** True, once, for a request whose client waits for `100 Continue` before it sends the body. */
  takeContinue(): boolean {
    const due = this.#continueDue;
    this.#continueDue = false;
    return due;
  }

  #readHead(): Head | null {
    let bytes = this.#joined();
    // A client may send an empty line between requests (RFC 9112, 2.2).
    while (bytes[0] === 0x0d && bytes[1] === 0x0a) bytes = this.#drop(2);
    const end = bytes.indexOf('\r\n\r\n');
    if (end > maxHeadBytes || (end < 0 && bytes.length > maxHeadBytes)) {
      throw new BadRequestBytes('The request head is too large.');
    }
    if (end < 0) return null;
    const head = parseHead(bytes.toString('latin1', 0, end));
    this.#drop(end + 4);
    this.#continueDue = head.expectsContinue;
    return head;
  }

  #readChunks(): Buffer | null {
    for (;;) {
      const bytes = this.#joined();
      const lineEnd = bytes.indexOf('\r\n');
      if (lineEnd < 0) return null;
      const size = chunkSize(bytes.toString('latin1', 0, lineEnd));
      if (size === 0) return this.#readTrailers(bytes, lineEnd);
      this.#partBytes += size;
      if (this.#partBytes > maxBodyBytes) throw new BadRequestBytes('The request body is too large.');
      const dataEnd = lineEnd + 2 + size;
      if (bytes.length < dataEnd + 2) {
        this.#partBytes -= size;
        return null;
      }
      if (bytes[dataEnd] !== 0x0d || bytes[dataEnd + 1] !== 0x0a) {
        throw new BadRequestBytes('A chunk is longer than its size.');
      }
      this.#parts.push(bytes.subarray(lineEnd + 2, dataEnd));
      this.#drop(dataEnd + 2);
    }
  }

  /** Trailer fields may follow the last chunk and are ignored; an empty line ends them. */
  #readTrailers(bytes: Buffer, lineEnd: number): Buffer | null {
    const end = bytes.indexOf('\r\n\r\n', lineEnd);
    if (end < 0) return null;
    this.#drop(end + 4);
    const body = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#partBytes = 0;
    return body;
  }

  #take(length: number): Buffer | null {
    if (this.#unreadBytes < length) return null;
    const body = this.#joined().subarray(0, length);
    this.#drop(length);
    return body;
  }

  #joined(): Buffer {
    if (this.#unread.length > 1) this.#unread = [Buffer.concat(this.#unread)];
    return this.#unread[0] ?? empty;
  }

  #drop(count: number): Buffer {
    const rest = this.#joined().subarray(count);
    this.#unread = rest.length > 0 ? [rest] : [];
    this.#unreadBytes = rest.length;
    return rest;
  }
}

function parseHead(text: string): Head {
  const [requestLine = '', ...lines] = text.split('\r\n');
  const match = /^([!#$%&'*+.^_`|~\w-]+) (\S+) HTTP\/1\.([01])$/.exec(requestLine);
  if (!match) throw new BadRequestBytes('The request line is not HTTP/1.1.');
  const [, method = '', target = '', minor] = match;
  const headers = new Map<string, string>();
  for (const line of lines) {
    const field = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/.exec(line);
    if (!field) throw new BadRequestBytes('A header line cannot be read.');
    const name = (field[1] ?? '').toLowerCase();
    const before = headers.get(name);
    headers.set(name, before === undefined ? (field[2] ?? '') : `${before}, ${field[2]}`);
  }
  const queryStart = target.indexOf('?');
  const connection = headers.get('connection')?.toLowerCase() ?? '';
  return {
    method,
    path: queryStart < 0 ? target : target.slice(0, queryStart),
    query: new URLSearchParams(queryStart < 0 ? '' : target.slice(queryStart + 1)),
    headers,
    keepAlive: minor === '1' ? !connection.includes('close') : connection.includes('keep-alive'),
    length: bodyLength(headers),
    expectsContinue: headers.get('expect')?.toLowerCase() === '100-continue',
  };
}

function bodyLength(headers: ReadonlyMap<string, string>): number | null {
  const length = headers.get('content-length');
  const coding = headers.get('transfer-encoding');
  if (coding !== undefined) {
    if (coding.toLowerCase() !== 'chunked' || length !== undefined) {
      throw new BadRequestBytes('The length of the request body is ambiguous.');
    }
    return null;
  }
  if (length === undefined) return 0;
  if (!/^\d{1,12}$/.test(length)) throw new BadRequestBytes('Content-Length is not a number.');
  if (Number(length) > maxBodyBytes) throw new BadRequestBytes('The request body is too large.');
  return Number(length);
}

function chunkSize(line: string): number {
  const match = /^([0-9a-fA-F]{1,8})[ \t]*(?:;.*)?$/.exec(line);
  if (!match) throw new BadRequestBytes('A chunk size is not a number.');
  return Number.parseInt(match[1] ?? '', 16);
}
