import * as net from 'node:net';
import * as tls from 'node:tls';
import type { Clock } from '../../core/clock.ts';
import type { HttpExchange, Route, WireFailure } from './httpExchange.ts';
import { proxyAuthorization } from './proxy.ts';
import { ResponseParser } from './responseParser.ts';
import { wireFailure } from './wireFailure.ts';

export interface ConnectionOptions {
  clock: Clock;
  /** Every socket reads into this; it is consumed before the read callback returns. */
  readBuffer: Buffer;
  secureContext: tls.SecureContext;
  /** Called when the connection can no longer carry a request. */
  onClosed: (connection: Connection) => void;
}

interface Running {
  exchange: HttpExchange;
  parser: ResponseParser;
  done: (exchange: HttpExchange) => void;
}

/**
 * One connection carrying one request at a time. The arrival stamp is taken first thing in the socket's
 * read callback (`onread`: no stream machinery, no allocation), before a byte is looked at.
 */
export class Connection {
  readonly route: Route;
  usable = true;
  readonly #options: ConnectionOptions;
  #socket: net.Socket | null = null;
  #running: Running | null = null;
  #used = false;

  constructor(route: Route, options: ConnectionOptions) {
    this.route = route;
    this.#options = options;
  }

  /** Sends `bytes`; `done` is called exactly once, when the response is complete or has failed. */
  run(exchange: HttpExchange, bytes: Buffer, done: (exchange: HttpExchange) => void): void {
    exchange.newConnection = !this.#used;
    this.#running = { exchange, parser: new ResponseParser(exchange.body), done };
    if (this.#used) this.#socket?.write(bytes);
    else this.#open(bytes);
    this.#used = true;
  }

  /** Ends the exchange that is running, and the connection with it. */
  abort(failure: WireFailure): void {
    this.#finish(failure);
    this.destroy();
  }

  destroy(): void {
    this.usable = false;
    this.#socket?.destroy();
  }

  #open(bytes: Buffer): void {
    const { route } = this;
    if (route.proxy) {
      this.#openThroughProxy(route.proxy, bytes);
      return;
    }
    const socket = route.tls
      ? this.#secure({ host: route.host, port: route.port, onread: this.#onread() })
      : net.connect({ host: route.host, port: route.port, noDelay: true, onread: this.#onread() });
    this.#adopt(socket);
    socket.once('lookup', () => this.#note('lookupAt'));
    socket.once('connect', () => {
      this.#note('connectedAt');
      socket.setNoDelay(true);
    });
    socket.write(bytes);
  }

  /** A plain request goes to the proxy as it is; for TLS the proxy opens a tunnel first (RFC 9110 9.3.6). */
  #openThroughProxy(proxy: URL, bytes: Buffer): void {
    const { route } = this;
    const proxyHost = proxy.hostname.replace(/^\[|\]$/g, '');
    const secureProxy = proxy.protocol === 'https:';
    const address = {
      host: proxyHost,
      port: Number(proxy.port) || (secureProxy ? 443 : 80),
      servername: net.isIP(proxyHost) ? '' : proxyHost,
    };
    if (!route.tls) {
      const options: tls.ConnectionOptions & { onread: net.OnReadOpts } = {
        ...address,
        onread: this.#onread(),
      };
      const socket = secureProxy
        ? tls.connect(options)
        : net.connect({ ...address, noDelay: true, onread: this.#onread() });
      this.#adopt(socket);
      socket.once('connect', () => this.#note('connectedAt'));
      socket.write(bytes);
      return;
    }
    const raw = secureProxy ? tls.connect(address) : net.connect({ ...address, noDelay: true });
    this.#adopt(raw);
    raw.once('connect', () => this.#note('connectedAt'));
    const authorization = proxyAuthorization(proxy);
    const target = `${route.host}:${route.port}`;
    raw.write(
      `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${authorization ? `Proxy-Authorization: ${authorization}\r\n` : ''}\r\n`,
    );
    let answer = '';
    raw.on('data', function receive(this: net.Socket, data: Buffer) {
      answer += data.toString('latin1');
      if (!answer.includes('\r\n\r\n')) return;
      raw.off('data', receive);
      established(answer);
    });
    const established = (head: string) => {
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1];
      if (status !== '200') {
        this.abort({
          reason: 'connection',
          message: `The proxy ${proxy.host} refused the connection (${status ?? 'no HTTP status'}): check http.proxy or HTTPS_PROXY.`,
        });
        return;
      }
      const secured = this.#secure({ socket: raw, onread: this.#onread() });
      this.#adopt(secured);
      secured.write(bytes);
    };
  }

  #secure(where: tls.ConnectionOptions & { onread: net.OnReadOpts }): tls.TLSSocket {
    const servername = net.isIP(this.route.host) ? '' : this.route.host;
    const socket = tls.connect({
      ...where,
      servername,
      secureContext: this.#options.secureContext,
      ALPNProtocols: ['http/1.1'],
    });
    socket.once('secureConnect', () => this.#note('securedAt'));
    return socket;
  }

  #adopt(socket: net.Socket): void {
    this.#socket = socket;
    socket.on('error', error => this.#finish(wireFailure(error, this.route)));
    socket.on('close', () => {
      if (this.#socket === socket) this.#closed();
    });
  }

  #onread(): net.OnReadOpts {
    const { clock, readBuffer } = this.#options;
    return {
      buffer: readBuffer,
      callback: (length, data) => {
        this.#received(data as Buffer, length, clock.now());
        return true;
      },
    };
  }

  #received(data: Buffer, length: number, at: number): void {
    const running = this.#running;
    if (!running) {
      // Nobody asked for these bytes; a following response could not be told from them.
      this.destroy();
      return;
    }
    const { exchange, parser } = running;
    exchange.firstByteAt ??= at;
    exchange.endedAt = at;
    try {
      parser.feed(data, length, at);
    } catch (error) {
      this.abort({ reason: 'protocol', message: error instanceof Error ? error.message : String(error) });
      return;
    }
    if (parser.done) this.#finish(null);
  }

  #note(step: 'lookupAt' | 'connectedAt' | 'securedAt'): void {
    const exchange = this.#running?.exchange;
    if (exchange) exchange[step] = this.#options.clock.now();
  }

  #closed(): void {
    this.usable = false;
    const running = this.#running;
    if (running) {
      const complete = running.parser.close();
      this.#finish(complete ? null : brokenOff(running.parser.headersComplete));
    }
    this.#options.onClosed(this);
  }

  #finish(failure: WireFailure | null): void {
    const running = this.#running;
    if (!running) return;
    this.#running = null;
    const { exchange, parser, done } = running;
    exchange.status = parser.status || null;
    exchange.headers = parser.headers;
    exchange.failure = failure;
    if (failure) exchange.endedAt = this.#options.clock.now();
    if (failure || !parser.keepAlive) this.destroy();
    done(exchange);
  }
}

function brokenOff(afterHeaders: boolean): WireFailure {
  return afterHeaders
    ? { reason: 'interrupted', message: 'The connection was closed before the answer was complete.' }
    : { reason: 'connection', message: 'The connection was closed before the server answered.' };
}
