import { messageOf } from '../../core/base/errors.ts';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import type { WireFacts } from '../../core/request/wireFacts.ts';
import type { Exchange } from '../contract/endpoint.ts';
import type { EncodedRequest, HttpExchange } from '../transport/httpExchange.ts';
import type { HttpTransport } from '../transport/httpTransport.ts';
import { type AnswerForm, answerForm, beginningOf, jsonProblem } from './answerForm.ts';
import { codingsOf } from './contentEncoding.ts';
import { decompressed } from './decompression.ts';
import { ServerWords } from './eventJson.ts';
import { explainedRefusal, type RefusalContext } from './explainedRefusal.ts';
import type { Emit, HttpDialect } from './httpDialect.ts';
import { isRetryableStatus, isSuccess } from './httpStatus.ts';
import { unframedError, webPage, wholeJson } from './oddBody.ts';
import { plainLine } from './plainLine.ts';

/** What all answers of an endpoint have in common. */
export interface AnswerContext extends RefusalContext {
  transport: HttpTransport;
}

/** A finished HTTP exchange. It is read later, off the measured path. */
export class HttpAnswer implements Exchange {
  readonly wire: WireFacts;
  readonly #http: HttpExchange;
  readonly #request: EncodedRequest;
  readonly #context: AnswerContext;
  readonly #dialect: HttpDialect;
  /** The exchange with a decompressed body, once it is unpacked. */
  #plain: HttpExchange;
  /** Why decompression ended early. */
  #problem: string | null = null;
  #unpacking: Promise<void> | null = null;

  constructor(http: HttpExchange, request: EncodedRequest, context: AnswerContext) {
    const { dialect } = context;
    this.#http = http;
    this.#plain = http;
    this.#request = request;
    this.#context = context;
    this.#dialect = dialect;
    const { wire, headers } = http;
    wire.requestId = headers.get(dialect.requestIdHeader) ?? null;
    // Other retries of ours are counted elsewhere. A LiteLLM proxy has its own and reports them, for every API.
    wire.retries =
      Number(wire.resent) +
      Number(wire.redirected) +
      (Number(headers.get('x-litellm-attempted-retries')) || 0);
    this.wire = wire;
  }

  get retryable(): { after: number | null } | null {
    const { failure, body } = this.#http;
    const { status } = this.wire;
    if (failure) return failure.reason === 'connection' && body.length === 0 ? { after: null } : null;
    if (status === null || isSuccess(status)) return null;
    const { reason, retryAfter: after } = this.#refusal();
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
      this.#context.transport.release(this.#http);
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
      fail(this.#refusal());
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
    const page = isText(this.#type) ? webPage(beginningOf(this.#plain.body), this.#type) : null;
    if (page !== null) {
      fail(this.#error('protocol', page));
      return false;
    }
    let over = false;
    let problem: unknown = this.#problem;
    try {
      over = form === 'body' ? this.#readBody(emit) : this.#readStream(emit);
    } catch (error) {
      problem ??= error;
    }
    if (problem !== null && !over) fail(this.#unreadable(problem));
    return over;
  }

  #readStream(emit: Emit): boolean {
    const http = this.#plain;
    const { status } = this.wire;
    if (status !== 200 && http.body.length === 0 && !http.failure) {
      throw new Error(`the server answered with status ${status} and no body, as for a job to ask for later`);
    }
    return this.#dialect.readStream(http, event => {
      const early = event.type === 'error' && event.error.reason === 'interrupted';
      const said = early && isText(this.#type) ? unframedError(http.body.text()) : null;
      emit(said === null ? event : { type: 'error', at: event.at, error: said });
    });
  }

  /** An answer whose JSON is complete is complete, even if the connection failed afterwards. */
  #readBody(emit: Emit): boolean {
    const http = this.#plain;
    const { failure, body } = http;
    const text = body.text();
    let json: unknown;
    try {
      json = wholeJson(text);
    } catch (error) {
      if (failure) return false;
      throw new Error(jsonProblem(error, text, http.headers));
    }
    this.#dialect.readBody(json, http, failure ? body.time(body.marks - 1) : this.wire.endedAt, emit);
    return failure !== null;
  }

  #unreadable(problem: unknown): ProviderError {
    if (problem instanceof ServerWords) return this.#error('provider', plainLine(problem.message));
    const { kind } = this.#dialect.identity;
    const encoding = this.#http.headers.get('content-encoding');
    const type = this.#type || 'no content type';
    const what = encoding === undefined ? type : `${type}, content-encoding: ${encoding}`;
    return this.#error(
      'protocol',
      `The answer could not be read as ${kind} (${what}): ${messageOf(problem)}`,
    );
  }

  get #type(): string {
    return this.#http.headers.get('content-type') ?? '';
  }

  #refusal(): ProviderError {
    return explainedRefusal(this.#context, this.#http, this.#request);
  }

  #error(reason: ProviderError['reason'], message: string): ProviderError {
    const { status, requestId } = this.wire;
    return { reason, message, status, requestId, retryAfter: null };
  }
}

/** Whether the body can be text: AWS frames its streams in bytes. */
function isText(contentType: string): boolean {
  return !contentType.includes('amazon.eventstream');
}
