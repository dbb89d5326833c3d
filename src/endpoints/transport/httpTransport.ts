import * as tls from 'node:tls';
import type { Clock } from '../../core/base/clock.ts';
import { noWireFacts } from '../../core/request/wireFacts.ts';
import { Connection } from './connection.ts';
import { checkHeader } from './headers.ts';
import type { EncodedRequest, HttpExchange, PendingExchange, Route } from './httpExchange.ts';
import { proxyAuthorization, proxyFor } from './proxy.ts';
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

/** Milliseconds. A longer timer in Node fires at once. */
const longestTimer = 2 ** 31 - 1;

/**
 * HTTP/1.1 with as many keep-alive connections as there are requests in flight. It adds nothing to the
 * time of a request except the write and the reads: no queue, retries, redirects or decompression.
 */
export class HttpTransport {
  readonly #options: TransportOptions;
  readonly #readBuffer = Buffer.allocUnsafeSlow(65_536);
  readonly #idle = new Map<string, Connection[]>();
  readonly #connections = new Set<Connection>();
  readonly #freeLogs: WireLog[] = [];
  #secureContext: tls.SecureContext | null = null;

  constructor(options: TransportOptions) {
    this.#options = options;
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
   * body of the exchange until `release`. `timeout`: milliseconds for the whole exchange.
   */
  send(request: EncodedRequest, timeout: number, done: (exchange: HttpExchange) => void): PendingExchange {
    const connection = this.#takeConnection(request.route);
    const exchange: HttpExchange = {
      wire: noWireFacts(),
      headers: new Map(),
      body: this.#freeLogs.pop() ?? new WireLog(),
      failure: null,
    };
    const timer = setTimeout(
      () =>
        connection.abort({
          reason: 'timeout',
          message: `The request took longer than ${timeout / 1000} s and was cancelled: raise "timeout", or ask for less.`,
        }),
      Math.min(timeout, longestTimer),
    );
    let over = false;
    exchange.wire.sentAt = this.#options.clock.now();
    connection.run(exchange, request.bytes, finished => {
      over = true;
      clearTimeout(timer);
      if (connection.usable) this.#keep(connection);
      done(finished);
    });
    return {
      abort: failure => {
        if (!over) connection.abort(failure);
      },
    };
  }

  /**
   * Opens a connection for the next request on the same route. null = one is open already. Resolves when
   * it is open, or when that failed or took longer than `timeout` milliseconds: sending will report why.
   */
  warm({ route }: EncodedRequest, timeout: number): Promise<void> | null {
    const idle = this.#idle.get(route.key) ?? [];
    for (let last = idle.at(-1); last; last = idle.at(-1)) {
      if (last.isTrusted(this.#options.clock.now())) return null;
      idle.pop();
      last.destroy();
    }
    const connection = this.#newConnection(route);
    return new Promise(resolve => {
      const timer = setTimeout(() => connection.destroy(), Math.min(timeout, longestTimer));
      connection.connect(() => {
        clearTimeout(timer);
        if (connection.usable) this.#keep(connection);
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
    this.#idle.clear();
  }

  #takeConnection(route: Route): Connection {
    const idle = this.#idle.get(route.key);
    const now = this.#options.clock.now();
    for (let kept = idle?.pop(); kept; kept = idle?.pop()) {
      if (kept.isTrusted(now)) return kept;
      kept.destroy();
    }
    return this.#newConnection(route);
  }

  #newConnection(route: Route): Connection {
    const connection = new Connection(route, {
      clock: this.#options.clock,
      readBuffer: this.#readBuffer,
      secureContext: this.#context(),
      onClosed: closed => this.#connections.delete(closed),
    });
    this.#connections.add(connection);
    return connection;
  }

  #keep(connection: Connection): void {
    const idle = this.#idle.get(connection.route.key);
    if (idle) idle.push(connection);
    else this.#idle.set(connection.route.key, [connection]);
  }

  #context(): tls.SecureContext {
    const { certificates } = this.#options;
    this.#secureContext ??= tls.createSecureContext(
      certificates?.length ? { ca: [...tls.getCACertificates('default'), ...certificates] } : {},
    );
    return this.#secureContext;
  }
}
