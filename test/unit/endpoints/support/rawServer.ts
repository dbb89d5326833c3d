import * as net from 'node:net';
import * as tls from 'node:tls';

export interface RawRequest {
  /** Everything up to the empty line. */
  head: string;
  body: string;
  /** Counts the server's requests from 1. */
  number: number;
  /** Counts the server's connections from 1. */
  connection: number;
}

export interface RawServer {
  port: number;
  requests: RawRequest[];
  /** Connections opened so far. */
  readonly connections: number;
  close(): Promise<void>;
}

type Answer = (socket: net.Socket, request: RawRequest) => void;

/** A server that answers every request with whatever bytes a test writes. */
export async function startRawServer(
  answer: Answer,
  options: { secure?: tls.TlsOptions; host?: string } = {},
): Promise<RawServer> {
  const requests: RawRequest[] = [];
  const sockets = new Set<net.Socket>();
  let connections = 0;
  const onConnection = (socket: net.Socket) => {
    connections += 1;
    const connection = connections;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    readRequests(socket, (head, body) => {
      const request = { head, body, number: requests.length + 1, connection };
      requests.push(request);
      answer(socket, request);
    });
  };
  const server = options.secure
    ? tls.createServer(options.secure, onConnection).on('tlsClientError', () => {})
    : net.createServer(onConnection);
  await new Promise<void>(resolve => server.listen(0, options.host ?? '127.0.0.1', resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    requests,
    get connections() {
      return connections;
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Calls `receive` for every complete request. The length of a body is its Content-Length. */
export function readRequests(socket: net.Socket, receive: (head: string, body: string) => void): void {
  let buffered = Buffer.alloc(0);
  socket.on('data', data => {
    buffered = Buffer.concat([buffered, data]);
    for (;;) {
      const end = buffered.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = buffered.toString('latin1', 0, end);
      const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
      if (buffered.length < end + 4 + length) return;
      const body = buffered.toString('utf8', end + 4, end + 4 + length);
      buffered = buffered.subarray(end + 4 + length);
      receive(head, body);
    }
  });
}

export function okResponse(body: string, headers = ''): string {
  return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
