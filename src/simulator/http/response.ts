import { STATUS_CODES } from 'node:http';

/** A header as sent on the wire. */
export type Header = readonly [name: string, value: string];

export interface WholeResponse {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: string | Buffer;
}

/** Status line and headers, up to and including the empty line. `wall` is the time for `date`. */
export function encodeHead(status: number, headers: readonly Header[], wall: number): string {
  const date = new Date(wall).toUTCString();
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Overloaded'}\r\ndate: ${date}\r\n`;
  for (const [name, value] of headers) head += `${name}: ${value}\r\n`;
  return `${head}\r\n`;
}

/** A response whose length is known: head and body in one piece. A HEAD request gets only the head. */
export function encodeWhole(
  response: WholeResponse,
  keepAlive: boolean,
  wall: number,
  headOnly = false,
): Buffer {
  const body = typeof response.body === 'string' ? Buffer.from(response.body) : response.body;
  const headers: Header[] = [
    ...response.headers,
    ['content-length', String(body.length)],
    ['connection', keepAlive ? 'keep-alive' : 'close'],
  ];
  const head = encodeHead(response.status, headers, wall);
  const bytes = Buffer.from(head, 'latin1');
  return headOnly ? bytes : Buffer.concat([bytes, body]);
}

/** Ends a chunked body. */
export const lastChunk = Buffer.from('0\r\n\r\n');
