import type { Clock } from '../../core/base/clock.ts';
import { messageOf } from '../../core/base/errors.ts';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import type { WireFacts } from '../../core/request/wireFacts.ts';
import type { Exchange } from '../contract/endpoint.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import type { HttpTransport } from '../transport/httpTransport.ts';
import { proxyRefusal } from '../transport/wireFailure.ts';
import { type AnswerForm, answerForm, jsonProblem, readBodyJson } from './answerForm.ts';
import { bodyText, codingsOf } from './contentEncoding.ts';
import { decompressed } from './decompression.ts';
import type { Emit, HttpDialect } from './httpDialect.ts';
import { isRetryableStatus, isSuccess, reasonOfStatus, retryAfter } from './httpStatus.ts';

/** A finished HTTP exchange. It is read later, off the measured path. */
export class HttpAnswer implements Exchange {
  readonly wire: WireFacts;
  readonly #http: HttpExchange;
  readonly #dialect: HttpDialect;
  readonly #transport: HttpTransport;
  readonly #clock: Clock;
  /** The exchange with a decompressed body, once it is unpacked. */
  #plain: HttpExchange;
  /** Why decompression ended early. */
  #problem: string | null = null;
  #unpacking: Promise<void> | null = null;

  constructor(http: HttpExchange, dialect: HttpDialect, transport: HttpTransport, clock: Clock) {
    this.#http = http;
    this.#plain = http;
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

  unpack(): Promise<void> | null {
    const http = this.#http;
    const codings = codingsOf(http);
    if (codings.length === 0 || this.wire.status === null || !isSuccess(this.wire.status)) return null;
    this.#unpacking ??= decompressed(http.body, codings).then(({ body, problem }) => {
      this.#plain = { ...http, body };
      this.#problem = problem;
    });
    return this.#unpacking;
  }

  read(emit: Emit): void {
    try {
      this.#read(emit);
    } finally {
      this.#transport.release(this.#http);
    }
  }

  #read(emit: Emit): void {
    const { failure, body } = this.#http;
    const { status } = this.wire;
    const fail = (error: ProviderError) => emit({ type: 'error', at: this.wire.endedAt, error });
    let over = false;
    let wholeBody = !this.#dialect.identity.stream;
    if (status !== null && isSuccess(status)) {
      const form = answerForm(this.#plain, this.#dialect.identity.stream);
      wholeBody ||= form === 'body';
      over = this.#readAnswer(form, emit, fail);
    } else if (status !== null) {
      fail(this.#refusal(status));
    }
    if (failure && !over) {
      fail(this.#error(failure.reason, failure.message));
      return;
    }
    // Nothing was missing. The exchange was over with its last bytes, not when the connection failed.
    if (failure) this.wire.endedAt = body.time(body.marks - 1);
    emit({ type: 'end', at: this.wire.endedAt, wholeBody });
  }

  /** Returns whether the answer is over by the rules of its API. */
  #readAnswer(form: AnswerForm, emit: Emit, fail: (error: ProviderError) => void): boolean {
    let over = false;
    let problem = this.#problem;
    try {
      over = this.#readAs(form, emit);
    } catch (error) {
      problem ??= messageOf(error);
    }
    if (problem === null || over) return over;
    const { headers } = this.#http;
    const type = headers.get('content-type') || 'no content type';
    const encoding = headers.get('content-encoding');
    const what = encoding === undefined ? type : `${type}, content-encoding: ${encoding}`;
    const { kind } = this.#dialect.identity;
    fail(this.#error('protocol', `The answer could not be read as ${kind} (${what}): ${problem}`));
    return false;
  }

  #readAs(form: AnswerForm, emit: Emit): boolean {
    const http = this.#plain;
    const { status } = this.wire;
    if (status !== 200 && http.body.length === 0 && !http.failure) {
      throw new Error(`the server answered with status ${status} and no body, as for a job to ask for later`);
    }
    switch (form) {
      case 'stream':
        return this.#dialect.readStream(http, emit);
      case 'body':
        return this.#readBody(http, emit);
      case 'lines':
        throw new Error('it is JSON lines (NDJSON), as another API streams: check the base URL and the kind');
      case 'page':
        throw new Error(
          'it is a web page: check the base URL (many end with /v1), and whether the server wants a sign-in',
        );
      default:
        return form satisfies never;
    }
  }

  /** An answer whose JSON is complete is complete, even if the connection failed afterwards. */
  #readBody(http: HttpExchange, emit: Emit): boolean {
    const text = http.body.text();
    let body: unknown;
    try {
      body = readBodyJson(text);
    } catch (error) {
      if (http.failure) return false;
      throw new Error(jsonProblem(error, text, http.headers));
    }
    const { failure } = http;
    const stamp = failure ? http.body.time(http.body.marks - 1) : this.wire.endedAt;
    this.#dialect.readBody(body, http, stamp, emit);
    return failure !== null;
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
    const refusal = this.#dialectRefusal(status, this.#refusalText());
    const message = shortened(refusal.message);
    const after = retryAfter(headers, this.#clock.wall()) ?? refusal.retryAfter;
    return { ...refusal, message, retryAfter: after };
  }

  /** Nothing that a server sends may end the run, and some of it is only read here. */
  #dialectRefusal(status: number, text: string): ProviderError {
    try {
      return this.#dialect.refusal(status, this.#http.headers, text);
    } catch {
      return this.#error(reasonOfStatus(status), `${status} ${text || 'status code (no body)'}`);
    }
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
