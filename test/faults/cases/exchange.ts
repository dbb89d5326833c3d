import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { type RawRequest, type RawServer, startRawServer } from '../../unit/endpoints/support/rawServer.ts';

export type Answer = (exchange: Exchange) => Promise<void> | void;

/** One request at the server, and the means to answer it byte by byte. */
export class Exchange {
  /** Milliseconds from the request's arrival to the first and the last generated event. */
  first: number | null = null;
  last: number | null = null;
  readonly socket: Socket;
  readonly request: RawRequest;
  /** Counts the requests of this connection from 1. */
  readonly onConnection: number;
  readonly #arrived = performance.now();

  constructor(socket: Socket, request: RawRequest, onConnection: number) {
    this.socket = socket;
    this.request = request;
    this.onConnection = onConnection;
  }

  head(status: string, headers: Record<string, string | number>): void {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.raw(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`);
  }

  raw(bytes: string | Buffer): void {
    if (!this.socket.destroyed) this.socket.write(bytes);
  }

  /** A piece of a body with `Transfer-Encoding: chunked`. */
  chunk(content: string | Buffer): void {
    const bytes = Buffer.from(content);
    this.raw(Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]));
  }

  /** A chunk with generated content, and a pause behind it so that it comes alone. */
  async generated(
    content: string | Buffer,
    chunk = (bytes: string | Buffer) => this.chunk(bytes),
  ): Promise<void> {
    chunk(content);
    this.last = performance.now() - this.#arrived;
    this.first ??= this.last;
    await setTimeout(5);
  }

  end(): void {
    this.raw('0\r\n\r\n');
  }
}

/** A server that answers each request as `answer` does. The exchanges are in the order of their arrival. */
export async function startExchanges(answer: Answer): Promise<{ server: RawServer; exchanges: Exchange[] }> {
  const exchanges: Exchange[] = [];
  const requestsOn = new Map<number, number>();
  const server = await startRawServer((socket, request) => {
    const onConnection = (requestsOn.get(request.connection) ?? 0) + 1;
    requestsOn.set(request.connection, onConnection);
    const exchange = new Exchange(socket, request, onConnection);
    exchanges.push(exchange);
    // Nagle's algorithm would join small events until the client acknowledges the first.
    socket.setNoDelay();
    void answer(exchange);
  });
  return { server, exchanges };
}
