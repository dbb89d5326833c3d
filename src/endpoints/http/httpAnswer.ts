import type { Clock } from '../../core/base/clock.ts';
import { messageOf } from '../../core/base/errors.ts';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import type { WireFacts } from '../../core/request/wireFacts.ts';
import type { Exchange } from '../contract/endpoint.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import type { HttpTransport } from '../transport/httpTransport.ts';
import { proxyRefusal } from '../transport/wireFailure.ts';
import { bodyText, decompressed } from './contentEncoding.ts';
import { ServerWords } from './eventJson.ts';
import type { Emit, HttpDialect } from './httpDialect.ts';
import { isRetryableStatus, isSuccess, retryAfter } from './httpStatus.ts';
import { unframedError, webPage, wholeJson } from './oddBody.ts';

/** A finished HTTP exchange. It is read later, off the measured path. */
export class HttpAnswer implements Exchange {
  readonly wire: WireFacts;
  readonly #http: HttpExchange;
  readonly #dialect: HttpDialect;
  readonly #transport: HttpTransport;
  readonly #clock: Clock;

  constructor(http: HttpExchange, dialect: HttpDialect, transport: HttpTransport, clock: Clock) {
    this.#http = http;
    this.#dialect = dialect;
    this.#transport = transport;
    this.#clock = clock;
    const { wire, headers } = http;
    wire.requestId = headers.get(dialect.requestIdHeader) ?? null;
    // Our own retries are counted elsewhere. A LiteLLM proxy has its own and reports them, for every API.
    wire.retries = Number(headers.get('x-litellm-attempted-retries')) || 0;
    this.wire = wire;
  }

  get retryable(): { after: number | null } | null {
    const { failure, body } = this.#http;
    const { status } = this.wire;
    if (failure) return failure.reason === 'connection' && body.length === 0 ? { after: null } : null;
    if (status === null || isSuccess(status)) return null;
    const { reason, retryAfter: after } = this.#refusal(status);
    const again = isRetryableStatus(status) || reason === 'rateLimit' || reason === 'overloaded';
    return again ? { after } : null;
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
    const { status, endedAt: at } = this.wire;
    const fail = (error: ProviderError) => emit({ type: 'error', at, error });
    const type = http.headers.get('content-type') ?? '';
    // Some servers ignore that streaming was requested and answer with one body.
    let wholeBody = !this.#dialect.identity.stream || /\bjson\b/i.test(type);
    if (status !== null) {
      if (!isSuccess(status)) fail(this.#refusal(status));
      else wholeBody = this.#readAnswer(type, wholeBody, emit, fail);
    }
    const { failure } = http;
    if (failure) fail(this.#error(failure.reason, failure.message));
    else emit({ type: 'end', at, wholeBody });
  }

  /** Returns whether the answer came in one body. */
  #readAnswer(type: string, wholeBody: boolean, emit: Emit, fail: (error: ProviderError) => void): boolean {
    const http = this.#http;
    try {
      if (!wholeBody) return this.#readStream(type, emit, fail);
      if (http.failure) return true;
      const text = bodyText(http);
      const page = webPage(text, type);
      if (page === null) this.#dialect.readBody(JSON.parse(text), http, this.wire.endedAt, emit);
      else fail(this.#error('protocol', page));
    } catch (error) {
      fail(this.#unreadable(error, type));
    }
    return wholeBody;
  }

  /** A body that should be a stream is read for what it is. Returns whether it was one JSON document. */
  #readStream(type: string, emit: Emit, fail: (error: ProviderError) => void): boolean {
    const http = decompressed(this.#http);
    const { body } = http;
    const start = body.bytes.toString('utf8', 0, Math.min(body.length, longestStart));
    const page = webPage(start, type);
    if (page !== null) {
      fail(this.#error('protocol', page));
      return false;
    }
    const json = /^\s*[[{]/.test(start) ? wholeJson(body.text()) : undefined;
    if (json !== undefined) {
      this.#dialect.readBody(json, http, this.wire.endedAt, emit);
      return true;
    }
    this.#dialect.readStream(http, event => {
      const early = event.type === 'error' && event.error.reason === 'interrupted';
      const said = early && isText(type) ? unframedError(body.text()) : null;
      emit(said === null ? event : { type: 'error', at: event.at, error: said });
    });
    return false;
  }

  #unreadable(error: unknown, type: string): ProviderError {
    if (error instanceof ServerWords) return this.#error('provider', shortened(error.message));
    const what = messageOf(error);
    const { kind } = this.#dialect.identity;
    return this.#error(
      'protocol',
      `The answer could not be read as ${kind} (${type || 'no content type'}): ${what}`,
    );
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
    if (status === 407) {
      const { reason, message } = proxyRefusal(status);
      return this.#error(reason, message);
    }
    const refusal = this.#dialect.refusal(status, headers, this.#refusalText());
    const message = shortened(refusal.message);
    const after = retryAfter(headers, this.#clock.wall()) ?? refusal.retryAfter;
    return { ...refusal, message, retryAfter: after };
  }

  /** What the server said, if it can be read: the status alone says enough. */
  #refusalText(): string {
    try {
      return bodyText(this.#http);
    } catch {
      return '';
    }
  }

  #error(reason: ProviderError['reason'], message: string): ProviderError {
    const { status, requestId } = this.wire;
    return { reason, message, status, requestId, retryAfter: null };
  }
}

/**
 * A gateway may refuse with a whole web page, and every request of a run keeps its error. The text is cut
 * between words: half of a key would not be recognised and masked.
 */
function shortened(message: string): string {
  if (message.length <= longestRefusal) return message;
  return `${message.slice(0, longestRefusal).replace(/\S*$/, '')}...`;
}

const longestRefusal = 1000;

/** Enough of a body to see what it is. */
const longestStart = 4096;

/** Whether the body can be text: AWS frames its streams in bytes. */
function isText(contentType: string): boolean {
  return !contentType.includes('amazon.eventstream');
}
