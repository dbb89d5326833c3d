import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Clock } from '../core/clock.ts';
import type { ProviderError } from '../core/wireEvents.ts';
import type { Exchange } from './endpoint.ts';
import type { Emit, HttpDialect } from './httpDialect.ts';
import { isRetryableStatus, retryAfter } from './httpStatus.ts';
import type { HttpExchange } from './transport/httpExchange.ts';
import type { HttpTransport } from './transport/httpTransport.ts';

/** A finished HTTP exchange, to be read when nothing is waiting for the clock. */
export class HttpAnswer implements Exchange {
  readonly #http: HttpExchange;
  readonly #dialect: HttpDialect;
  readonly #transport: HttpTransport;
  readonly #clock: Clock;
  readonly retries = 0;

  constructor(http: HttpExchange, dialect: HttpDialect, transport: HttpTransport, clock: Clock) {
    this.#http = http;
    this.#dialect = dialect;
    this.#transport = transport;
    this.#clock = clock;
  }

  get sentAt() {
    return this.#http.sentAt;
  }
  get endedAt() {
    return this.#http.endedAt;
  }
  get newConnection() {
    return this.#http.newConnection;
  }
  get lookupAt() {
    return this.#http.lookupAt;
  }
  get connectedAt() {
    return this.#http.connectedAt;
  }
  get securedAt() {
    return this.#http.securedAt;
  }
  get firstByteAt() {
    return this.#http.firstByteAt;
  }
  get status() {
    return this.#http.status;
  }
  get requestId() {
    return this.#http.headers.get(this.#dialect.requestIdHeader) ?? null;
  }

  get retryable(): { after: number | null } | null {
    const { failure, status, headers, body } = this.#http;
    if (failure) return failure.reason === 'connection' && body.length === 0 ? { after: null } : null;
    return status !== null && isRetryableStatus(status)
      ? { after: retryAfter(headers, this.#clock.wall()) }
      : null;
  }

  read(emit: Emit): void {
    try {
      this.#read(emit);
    } finally {
      this.#transport.release(this.#http);
    }
  }

  #read(emit: Emit): void {
    const http = this.#http;
    const at = http.endedAt;
    const fail = (error: ProviderError) => emit({ type: 'error', at, error });
    if (http.status !== null && (http.status < 200 || http.status > 299)) {
      fail(this.#refusal(http.status));
    } else if (http.status !== null && http.body.length > 0) {
      this.#readAnswer(emit, fail);
    }
    const { failure } = http;
    if (failure) fail(this.#error(failure.reason, failure.message));
    else emit({ type: 'end', at, wholeBody: !this.#dialect.stream });
  }

  #readAnswer(emit: Emit, fail: (error: ProviderError) => void): void {
    const http = this.#http;
    const type = http.headers.get('content-type') ?? '';
    try {
      if (this.#dialect.stream && !/\bjson\b/i.test(type)) {
        this.#dialect.readStream(http, emit);
      } else if (!http.failure) {
        this.#dialect.readBody(JSON.parse(bodyText(http)), http, http.endedAt, emit);
      }
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      fail(
        this.#error(
          'protocol',
          `The answer could not be read as ${this.#dialect.kind} (${type || 'no content type'}): ${what}`,
        ),
      );
    }
  }

  #refusal(status: number): ProviderError {
    const { headers } = this.#http;
    const location = headers.get('location');
    if (status < 400 && location) {
      return this.#error(
        'notFound',
        `${status} The server redirects to ${location}: set the base URL to where the API is.`,
      );
    }
    const refusal = this.#dialect.refusal(status, headers, bodyText(this.#http));
    return { ...refusal, retryAfter: retryAfter(headers, this.#clock.wall()) };
  }

  #error(reason: ProviderError['reason'], message: string): ProviderError {
    return { reason, message, status: this.status, requestId: this.requestId, retryAfter: null };
  }
}

/** The whole body as text. A proxy may compress it although the request asks for `identity`. */
export function bodyText(http: HttpExchange): string {
  const bytes = http.body.bytes.subarray(0, http.body.length);
  switch (http.headers.get('content-encoding')) {
    case 'gzip':
      return gunzipSync(bytes).toString();
    case 'deflate':
      return inflateSync(bytes).toString();
    case 'br':
      return brotliDecompressSync(bytes).toString();
    default:
      return bytes.toString();
  }
}
