import * as tls from 'node:tls';
import type { Clock } from '../../core/base/clock.ts';
import { longestDelay } from '../../core/base/delay.ts';
import { noWireFacts } from '../../core/request/wireFacts.ts';
import type { ReadWatch } from '../contract/readWatch.ts';
import { Connection } from './connection.ts';
import { defaultCertificates } from './defaultCertificates.ts';
import { EndWatch } from './endWatch.ts';
import { checkHeader } from './headers.ts';
import {
  type EncodedRequest,
  type HttpExchange,
  type PendingExchange,
  type Route,
  wasClosedUnused,
} from './httpExchange.ts';
import { proxyAuthorization, proxyFor } from './proxy.ts';
import { ServerConnections } from './serverConnections.ts';
import type { StreamEndTest } from './streamEnd.ts';
import { lateFailure, otherScheme } from './wireFailure.ts';
import { WireLog } from './wireLog.ts';

export interface TransportOptions {
  clock: Clock;
  /** Proxy from the settings; takes precedence over the environment. */
  proxy?: string | undefined;
  /** Certificate authorities in addition to Node's own, PEM. */
  certificates?: readonly string[] | undefined;
  environment: Readonly<Record<string, string | undefined>>;
}

export interface PlainRequest {
  method: string;
  url: string;
  headers: Iterable<readonly [string, string]>;
  body: string | Uint8Array;
}

/** Headers that only the transport sets. */
const ownHeaders = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding']);

/** Milliseconds. */
const watchEvery = 50;

/** The server accepted a connection, but never said a byte. */
function doubtScheme(finished: HttpExchange, { tls: secure, proxy }: Route): void {
  const { failure, wire } = finished;
  const opened = proxy === null && wire.newConnection && wire.connectedAt !== null && wire.securedAt === null;
  if (failure && opened) finished.failure = otherScheme(failure, secure);
}

/**
 * HTTP/1.1 with as many keep-alive connections as there are requests in flight. It adds nothing to the
 * time of a request except the write and the reads: no queue, redirects or decompression. It sends again only
 * what a closed connection never answered.
 */
export class HttpTransport {
  readonly #options: TransportOptions;
  readonly #readBuffer = Buffer.allocUnsafeSlow(65_536);
  readonly #servers = new Map<string, ServerConnections>();
  readonly #connections = new Set<Connection>();
  readonly #freeLogs: WireLog[] = [];
  /** Whoever hears of reads. */
  readonly reads: { watch: ReadWatch | null } = { watch: null };
  #secureContext: tls.SecureContext | null = null;
  /** The server whose certificate is not checked. */
  #insecureOrigin: string | null = null;
  #watch: NodeJS.Timeout | null = null;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /** Whether there is a server whose certificate is not checked. */
  get insecure(): boolean {
    return this.#insecureOrigin !== null;
  }

  /** Does not check the certificate of this one server; that of a proxy and of others is checked as always. */
  skipChecksOf(address: string): void {
    const { protocol, origin } = new URL(address);
    if (protocol === 'https:') this.#insecureOrigin = origin;
  }

  /** Throws UserError if the proxy for an address cannot be used. */
  checkProxy(address: string): void {
    proxyFor(new URL(address), this.#options.proxy, this.#options.environment);
  }

  /** Turns a request into bytes. Not part of any measured time. Throws UserError on an invalid proxy or header. */
  encode(request: PlainRequest): EncodedRequest {
    const url = new URL(request.url);
    const proxy = proxyFor(url, this.#options.proxy, this.#options.environment);
    const secure = url.protocol === 'https:';
    const route: Route = {
      key: `${proxy?.href ?? ''} ${url.origin}`,
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port) || (secure ? 443 : 80),
      tls: secure,
      proxy,
      insecure: url.origin === this.#insecureOrigin,
    };
    const body = typeof request.body === 'string' ? Buffer.from(request.body) : request.body;
    const target = proxy && !secure ? url.href : `${url.pathname}${url.search}`;
    let head = `${request.method} ${target} HTTP/1.1\r\nhost: ${url.host}\r\nconnection: keep-alive\r\naccept-encoding: identity\r\n`;
    const authorization = proxy && !secure ? proxyAuthorization(proxy) : null;
    if (authorization) head += `proxy-authorization: ${authorization}\r\n`;
    for (const [name, value] of request.headers) {
      checkHeader(name, value);
      if (!ownHeaders.has(name.toLowerCase())) head += `${name}: ${value}\r\n`;
    }
    const sendsBody = request.method !== 'GET' && request.method !== 'HEAD';
    head += sendsBody ? `content-length: ${body.length}\r\n\r\n` : '\r\n';
    return {
      route,
      bytes: sendsBody ? Buffer.concat([Buffer.from(head, 'latin1'), body]) : Buffer.from(head, 'latin1'),
    };
  }

  /**
   * Sends a request now. `done` is called exactly once, and never before this returns. The caller owns the
   * body of the exchange until `release`. `timeout`: milliseconds for the whole exchange. `end`: notices that
   * a streamed answer is over before its body is.
   */
  send(
    request: EncodedRequest,
    timeout: number,
    done: (exchange: HttpExchange) => void,
    end: StreamEndTest | null = null,
  ): PendingExchange {
    const exchange: HttpExchange = {
      wire: noWireFacts(),
      headers: new Map(),
      body: this.#freeLogs.pop() ?? new WireLog(),
      failure: null,
    };
    let connection: Connection;
    let over = false;
    const timer = setTimeout(
      () => connection.abort(lateFailure(timeout / 1000, exchange.wire, connection.peer, request.route.tls)),
      Math.min(timeout, longestDelay),
    );
    const finish = (finished: HttpExchange) => {
      over = true;
      clearTimeout(timer);
      done(finished);
    };
    connection = this.#sendOnce(request, exchange, end, finished => {
      if (!wasClosedUnused(finished)) {
        finish(finished);
        return;
      }
      Object.assign(exchange.wire, noWireFacts(), { resent: true });
      exchange.failure = null;
      connection = this.#newConnection(request.route);
      this.#sendOn(connection, request, exchange, end, finish);
    });
    return {
      answering: () => exchange.body.length > 0,
      abort: failure => {
        if (!over) connection.abort(failure);
      },
    };
  }

  /** Sends on a kept connection if there is one. */
  #sendOnce(
    request: EncodedRequest,
    exchange: HttpExchange,
    end: StreamEndTest | null,
    done: (exchange: HttpExchange) => void,
  ): Connection {
    const server = this.#server(request.route);
    exchange.wire.unkept = server.keepsNone;
    const kept = server.take(this.#options.clock.now());
    const connection = kept ?? this.#newConnection(request.route);
    this.#sendOn(connection, request, exchange, end, finished => {
      if (kept) server.noteReuse(finished.wire.firstByteAt !== null, wasClosedUnused(finished));
      done(finished);
    });
    return connection;
  }

  #sendOn(
    connection: Connection,
    { route, bytes }: EncodedRequest,
    exchange: HttpExchange,
    end: StreamEndTest | null,
    done: (exchange: HttpExchange) => void,
  ): void {
    const server = this.#server(route);
    const watch = end === null ? null : new EndWatch(end, server.leavesOpen);
    if (watch) this.#startWatch();
    exchange.wire.sentAt = this.#options.clock.now();
    connection.run(
      exchange,
      bytes,
      finished => {
        if (watch && finished.failure === null) server.leavesOpen = finished.wire.leftOpen;
        if (connection.usable) server.keep(connection);
        if (finished.wire.firstByteAt !== null) server.answered = true;
        else if (finished.failure?.reason === 'connection' && !server.answered) doubtScheme(finished, route);
        done(finished);
      },
      watch,
    );
  }

  /**
   * A timer looks at all streams at once, so that a read costs nothing more. It stops when there are none.
   * After a pause of this process, what has arrived is read before.
   */
  #startWatch(): void {
    this.#watch ??= setInterval(() => setImmediate(() => this.#endOverStreams()), watchEvery).unref();
  }

  #endOverStreams(): void {
    const now = this.#options.clock.now();
    let watched = false;
    for (const connection of this.#connections) {
      if (!connection.watched) continue;
      watched = true;
      connection.endIfOver(now);
    }
    if (!watched) this.#stopWatch();
  }

  #stopWatch(): void {
    if (this.#watch) clearInterval(this.#watch);
    this.#watch = null;
  }

  /**
   * Opens a connection for the next request on the same route. null = one is open already. Resolves when
   * it is open, or when that failed or took longer than `timeout` milliseconds: sending will report why.
   */
  warm({ route }: EncodedRequest, timeout: number): Promise<void> | null {
    const server = this.#server(route);
    if (server.peek(this.#options.clock.now())) return null;
    const connection = this.#newConnection(route);
    return new Promise(resolve => {
      const timer = setTimeout(() => connection.destroy(), Math.min(timeout, longestDelay));
      connection.connect(() => {
        clearTimeout(timer);
        if (connection.usable) server.add(connection);
        resolve();
      });
    });
  }

  /** Gives back the body of an exchange for reuse. The caller must not use it again. */
  release(exchange: HttpExchange): void {
    if (!exchange.body.worthKeeping) return;
    exchange.body.clear();
    this.#freeLogs.push(exchange.body);
  }

  /** Closes every connection; exchanges in flight fail. */
  close(): void {
    for (const connection of [...this.#connections]) {
      connection.abort({
        reason: 'cancelled',
        message: 'The run was closed before this answer was complete.',
      });
    }
    this.#servers.clear();
    this.#stopWatch();
  }

  #newConnection(route: Route): Connection {
    const connection = new Connection(route, {
      clock: this.#options.clock,
      readBuffer: this.#readBuffer,
      secureContext: this.#context(),
      reads: this.reads,
      onClosed: (closed, byServer) => {
        this.#connections.delete(closed);
        if (byServer) this.#server(route).noteClosed(closed, this.#options.clock.now());
      },
    });
    this.#connections.add(connection);
    return connection;
  }

  #server({ key }: Route): ServerConnections {
    const known = this.#servers.get(key);
    if (known) return known;
    const server = new ServerConnections();
    this.#servers.set(key, server);
    return server;
  }

  #context(): tls.SecureContext {
    const { certificates } = this.#options;
    this.#secureContext ??= tls.createSecureContext(
      certificates?.length ? { ca: [...defaultCertificates(), ...certificates] } : {},
    );
    return this.#secureContext;
  }
}
