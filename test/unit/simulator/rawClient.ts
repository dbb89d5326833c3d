import { connect } from 'node:net';

/** A response as parsed from its bytes, whole or broken. */
export interface RawResponse {
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>>;
  /** The body without its chunk framing; of a broken body, what had arrived in whole chunks. */
  readonly body: string;
  readonly chunks: readonly string[];
  /** Whether the body ended correctly. */
  readonly complete: boolean;
}

export interface RawExchange extends RawResponse {
  /** Everything the server sent on this connection, in the pieces in which it was read. */
  readonly reads: readonly Buffer[];
  readonly bytes: Buffer;
  /** How it ended: the response was complete, the test had seen enough, or the connection did. */
  readonly end: 'complete' | 'enough' | 'closed' | 'reset';
}

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export function encodeRequest({ method = 'POST', path, headers = {}, body }: RawRequest): Buffer {
  const payload = Buffer.from(
    body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body),
  );
  const all = { host: 'localhost', 'content-length': String(payload.length), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`), payload]);
}

/** Sends `request` on a new connection and reads until the response is complete, broken or `enough`. */
export function exchange(
  port: number,
  request: Buffer | RawRequest,
  enough: (response: RawResponse) => boolean = () => false,
): Promise<RawExchange> {
  return new Promise(resolve => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const reads: Buffer[] = [];
    const finish = (end: RawExchange['end']): void => {
      const bytes = Buffer.concat(reads);
      resolve({ ...parseResponse(bytes), reads, bytes, end });
      socket.destroy();
    };
    socket.on('data', bytes => {
      reads.push(bytes);
      const response = parseResponse(Buffer.concat(reads));
      if (response.complete) finish('complete');
      else if (enough(response)) finish('enough');
    });
    socket.on('end', () => finish('closed'));
    socket.on('error', () => finish('reset'));
    socket.write(Buffer.isBuffer(request) ? request : encodeRequest(request));
  });
}

export function parseResponse(bytes: Buffer): RawResponse {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return { status: null, headers: {}, body: '', chunks: [], complete: false };
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const headers = Object.fromEntries(lines.map(line => line.split(': ', 2)));
  const status = Number(statusLine.split(' ')[1]);
  const rest = bytes.subarray(headEnd + 4);
  if (headers['transfer-encoding'] !== 'chunked') {
    const complete = rest.length === Number(headers['content-length']);
    return { status, headers, body: rest.toString(), chunks: [], complete };
  }
  const { chunks, complete } = dechunk(rest);
  return { status, headers, body: chunks.join(''), chunks, complete };
}

function dechunk(bytes: Buffer): { chunks: string[]; complete: boolean } {
  const chunks: string[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return { chunks, complete: false };
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const end = lineEnd + 2 + size;
    if (bytes.length < end + 2) return { chunks, complete: false };
    if (size === 0) return { chunks, complete: bytes.length === end + 2 };
    chunks.push(bytes.toString('utf8', lineEnd + 2, end));
    at = end + 2;
  }
}

/** The JSON of the `data:` lines of an event stream; `[DONE]` stays a string. */
export function eventData(body: string): unknown[] {
  return [...body.matchAll(/^data: (.*)$/gm)].map(([, data = '']) =>
    data === '[DONE]' ? data : JSON.parse(data),
  );
}
