import * as net from 'node:net';
import * as tls from 'node:tls';
import { readRequests } from './rawServer.ts';

export interface ForwardProxy {
  port: number;
  /** Heads of the requests it got, without what went through tunnels. */
  heads: string[];
  close(): Promise<void>;
}

export interface ForwardProxyOptions {
  /** Where everything is sent, whatever host is requested. */
  target: number;
  /** `user:password` that requests must have. */
  credentials?: string;
  secure?: tls.TlsOptions;
}

/** An HTTP proxy that supports absolute-form requests and CONNECT. */
export async function startForwardProxy(options: ForwardProxyOptions): Promise<ForwardProxy> {
  const { target, credentials, secure } = options;
  const heads: string[] = [];
  const sockets = new Set<net.Socket>();
  const wanted =
    credentials && `Proxy-Authorization: Basic ${Buffer.from(credentials).toString('base64')}`.toLowerCase();
  const onConnection = (client: net.Socket) => {
    let upstream: net.Socket | null = null;
    const track = (socket: net.Socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    };
    track(client);
    readRequests(client, (head, body) => {
      heads.push(head);
      if (wanted && !head.toLowerCase().includes(wanted)) {
        client.end(
          'HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n',
        );
        return;
      }
      upstream ??= net.connect(target, '127.0.0.1');
      track(upstream);
      if (head.startsWith('CONNECT ')) {
        client.removeAllListeners('data');
        // In two writes, as a slow proxy would.
        client.write('HTTP/1.1 200 Connection ');
        setImmediate(() => client.write('established\r\nvia: test\r\n\r\n'));
        client.pipe(upstream);
      } else {
        upstream.write(`${head}\r\n\r\n${body}`);
      }
      upstream.pipe(client);
    });
  };
  const server = secure ? tls.createServer(secure, onConnection) : net.createServer(onConnection);
  server.on('tlsClientError', () => {});
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    heads,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
