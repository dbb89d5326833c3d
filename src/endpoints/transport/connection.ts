import * as net from 'node:net';
import * as tls from 'node:tls';
import type { Clock } from '../../core/base/clock.ts';
import type { ReadWatch } from '../contract/readWatch.ts';
import type { EndWatch } from './endWatch.ts';
import type { HttpExchange, Route, WireFailure } from './httpExchange.ts';
import { ResponseParser } from './responseParser.ts';
import { openTunnel, proxyAddress } from './tunnel.ts';
import { authority, brokenOff, type Peer, placeOf, wireFailure } from './wireFailure.ts';

export interface ConnectionOptions {
  clock: Clock;
  /** Every socket reads into it. It is consumed before the read callback returns. */
  readBuffer: Buffer;
  secureContext: tls.SecureContext;
  /** Whoever wants to hear of reads. */
  reads: { readonly watch: ReadWatch | null };
  /** Called when the connection can no longer carry a request. `byServer`: we did not close it. */
  onClosed: (connection: Connection, byServer: boolean) => void;
}

interface Running {
  exchange: HttpExchange;
  parser: ResponseParser;
  done: (exchange: HttpExchange) => void;
  end: EndWatch | null;
}

/** Milliseconds between the end of an answer and the end of its body, at a server that has left some open. */
const shortGrace = 5;

/**
 * One connection, one request at a time. The socket's read callback first takes the arrival stamp, before
 * it looks at any byte (`onread`: no stream machinery, no allocation).
 */
export class Connection {
  readonly route: Route;
  usable = true;
  readonly #options: ConnectionOptions;
  #socket: net.Socket | null = null;
  #running: Running | null = null;
  #used = false;
  #trustedUntil = 0;
  #idleSince = 0;
  /** Called when a connection that was opened without a request is open, or cannot be opened. */
  #whenOpen: (() => void) | null = null;
  #peer: Peer;

  constructor(route: Route, options: ConnectionOptions) {
    this.route = route;
    this.#peer = { ...route, isProxy: false };
    this.#options = options;
  }

  /** When its last exchange ended, clock milliseconds. */
  get idleSince(): number {
    return this.#idleSince;
  }

  /** Whether an idle connection is probably still open at the other end. `now`: clock milliseconds. */
  isTrusted(now: number): boolean {
    return this.usable && now < this.#trustedUntil;
  }

  /** Sends `bytes`; `done` is called exactly once, when the response is complete or has failed. */
  run(
    exchange: HttpExchange,
    bytes: Buffer,
    done: (exchange: HttpExchange) => void,
    end: EndWatch | null = null,
  ): void {
    exchange.wire.newConnection = !this.#used;
    this.#running = { exchange, parser: new ResponseParser(exchange.body), done, end };
    if (this.#used) this.#socket?.write(bytes);
    else this.#open(bytes);
    this.#used = true;
  }

  /** Opens it without a request. `ready` is called once: when it is open, or cannot be opened. */
  connect(ready: () => void): void {
    this.#whenOpen = ready;
    this.#used = true;
    this.#open(null);
  }

  /** Whether its exchange has to be looked at from time to time, with `endIfOver`. */
  get watched(): boolean {
    return this.#running !== null && this.#running.end !== null;
  }

  /** Ends an exchange whose answer is over although its body is not. `now`: clock milliseconds. */
  endIfOver(now: number): void {
    const { exchange, parser, end } = this.#running ?? {};
    if (!exchange || !parser?.headersComplete) return;
    if (end?.isOver(exchange.body, now - exchange.wire.endedAt, parser.headers)) this.#giveUp();
  }

  /** What the connection leads to now: the proxy, until that has opened a tunnel. */
  get peer(): Peer {
    return this.#peer;
  }

  /** Ends the running exchange and the connection. */
  abort(failure: WireFailure): void {
    this.#finish(failure);
    this.destroy();
  }

  destroy(): void {
    this.usable = false;
    this.#socket?.destroy();
  }

  #open(bytes: Buffer | null): void {
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
    if (bytes) socket.write(bytes);
  }

  /** A plain request is sent to the proxy itself; for TLS, the proxy opens a tunnel first. */
  #openThroughProxy(proxy: URL, bytes: Buffer | null): void {
    const { route } = this;
    const { clock, secureContext } = this.#options;
    this.#peer = { ...proxyAddress(proxy), isProxy: true };
    if (!route.tls) {
      const address = { ...proxyAddress(proxy), onread: this.#onread() };
      const socket =
        proxy.protocol === 'https:'
          ? tls.connect({ ...address, secureContext })
          : net.connect({ ...address, noDelay: true });
      this.#adopt(socket);
      socket.once('connect', () => this.#note('connectedAt'));
      if (bytes) socket.write(bytes);
      return;
    }
    const tunnel = openTunnel(proxy, authority(route), secureContext, {
      opened: () => {
        this.#peer = { ...route, isProxy: false };
        const secured = this.#secure({ socket: tunnel });
        // A TLS socket over another socket ignores `onread`.
        secured.on('data', data => this.#received(data, data.length, clock.now()));
        this.#adopt(secured);
        if (bytes) secured.write(bytes);
      },
      refused: failure => this.abort(failure),
    });
    this.#adopt(tunnel);
    tunnel.once('connect', () => this.#note('connectedAt'));
  }

  #secure(where: tls.ConnectionOptions & { onread?: net.OnReadOpts }): tls.TLSSocket {
    const servername = net.isIP(this.route.host) ? '' : this.route.host;
    const socket = tls.connect({
      ...where,
      servername,
      secureContext: this.#options.secureContext,
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: !this.route.insecure,
    });
    socket.once('secureConnect', () => this.#note('securedAt'));
    return socket;
  }

  #adopt(socket: net.Socket): void {
    this.#socket = socket;
    socket.on('error', error => {
      this.#finish(wireFailure(error, this.#peer, this.#running?.parser.headersComplete ?? false));
    });
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
    this.#options.reads.watch?.read(at);
    const running = this.#running;
    if (!running) {
      // No request is running. These bytes would be mistaken for the beginning of the next response.
      this.destroy();
      return;
    }
    const { exchange, parser } = running;
    const { wire } = exchange;
    wire.firstByteAt ??= at;
    wire.endedAt = at;
    try {
      parser.feed(data, length, at);
    } catch (error) {
      this.abort({ reason: 'protocol', message: error instanceof Error ? error.message : String(error) });
      return;
    }
    if (parser.done) this.#finish(null);
    else if (running.end?.eager && running.end.endsNow(exchange.body)) this.#giveUpSoon(running);
  }

  /** If the body ends right after the answer, the connection can be kept. */
  #giveUpSoon(running: Running): void {
    const giveUp = () => {
      if (this.#running === running) this.#giveUp();
    };
    // After a pause of this process, what has arrived is read before.
    setTimeout(() => setImmediate(giveUp), shortGrace);
  }

  #giveUp(): void {
    const running = this.#running;
    if (!running) return;
    running.exchange.wire.leftOpen = true;
    running.parser.keepAlive = false;
    this.#finish(null);
  }

  #note(step: 'lookupAt' | 'connectedAt' | 'securedAt'): void {
    const wire = this.#running?.exchange.wire;
    const now = this.#options.clock.now();
    if (wire) wire[step] = now;
    else if (step === (this.route.tls ? 'securedAt' : 'connectedAt')) {
      this.#trustedUntil = now + usualIdleTime;
      this.#tellOpen();
    }
  }

  #tellOpen(): void {
    const tell = this.#whenOpen;
    this.#whenOpen = null;
    tell?.();
  }

  #closed(): void {
    const byServer = this.usable;
    this.usable = false;
    const running = this.#running;
    if (running) {
      const complete = running.parser.close();
      this.#finish(
        complete ? null : brokenOff('closed', running.parser.headersComplete, placeOf(this.#peer)),
      );
    }
    this.#tellOpen();
    this.#options.onClosed(this, byServer);
  }

  #finish(failure: WireFailure | null): void {
    const running = this.#running;
    if (!running) return;
    this.#running = null;
    const { exchange, parser, done } = running;
    exchange.wire.status = parser.status || null;
    exchange.headers = parser.headers;
    exchange.failure = failure;
    if (failure) exchange.wire.endedAt = this.#options.clock.now();
    if (failure || !parser.keepAlive) this.destroy();
    this.#idleSince = exchange.wire.endedAt;
    this.#trustedUntil = this.#idleSince + idleTime(parser.headers);
    done(exchange);
  }
}

/** Milliseconds. */
const usualIdleTime = 4000;

/**
 * How long an idle connection is trusted, in milliseconds: one second less than its `Keep-Alive: timeout=`
 * header, or 4 s without one. Node's own client has the same rules; most servers close after 5 s.
 */
function idleTime(headers: ReadonlyMap<string, string>): number {
  const seconds = /\btimeout=(\d+)/.exec(headers.get('keep-alive') ?? '')?.[1];
  return seconds === undefined ? usualIdleTime : Number(seconds) * 1000 - 1000;
}
