import type { Clock } from '../../core/base/clock.ts';
import { UserError } from '../../core/base/errors.ts';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import type {
  Endpoint,
  Exchange,
  PayloadOptions,
  PendingInvocation,
  ReadyRequest,
} from '../contract/endpoint.ts';
import type { EndpointIdentity } from '../contract/identity.ts';
import type { ReadWatch } from '../contract/readWatch.ts';
import type { EncodedRequest, HttpExchange } from '../transport/httpExchange.ts';
import type { HttpTransport, PlainRequest } from '../transport/httpTransport.ts';
import { bodyText } from './contentEncoding.ts';
import { HttpAnswer } from './httpAnswer.ts';
import type { HttpDialect } from './httpDialect.ts';

export interface ReadyHttpRequest extends ReadyRequest {
  encoded: EncodedRequest;
}

/** Any HTTP API: the dialect knows its format, the transport measures. */
export class HttpEndpoint implements Endpoint<ReadyHttpRequest> {
  readonly identity: EndpointIdentity;
  readonly transport = 'http/1.1';
  readonly #dialect: HttpDialect;
  readonly #transport: HttpTransport;
  readonly #clock: Clock;
  readonly #ready = new WeakMap<JsonObject, ReadyHttpRequest>();

  constructor(dialect: HttpDialect, transport: HttpTransport, clock: Clock) {
    this.identity = dialect.identity;
    this.#dialect = dialect;
    this.#transport = transport;
    this.#clock = clock;
  }

  toDict(): JsonObject {
    return this.#dialect.toDict();
  }

  createPayload(prompt: string, options: PayloadOptions): JsonObject {
    return this.#dialect.createPayload(prompt, options);
  }

  /** If requests are reusable, a payload is encoded once: its bytes are kept as long as the payload. */
  ready(payload: JsonObject): ReadyHttpRequest | Promise<ReadyHttpRequest> {
    return this.#ready.get(payload) ?? this.#encode(payload);
  }

  invoke(request: ReadyHttpRequest, timeout: number, done: (exchange: Exchange) => void): PendingInvocation {
    const pending = this.#transport.send(
      request.encoded,
      timeout,
      http => done(new HttpAnswer(http, this.#dialect, this.#transport, this.#clock)),
      this.identity.stream ? (this.#dialect.streamEnd ?? null) : null,
    );
    return { abort: message => pending.abort({ reason: 'cancelled', message }) };
  }

  warm({ encoded }: ReadyHttpRequest, timeout: number): Promise<void> | null {
    return this.#transport.warm(encoded, timeout);
  }

  watchReads(watch: ReadWatch): void {
    this.#transport.watchReads(watch);
  }

  async listModels(timeout: number): Promise<string[]> {
    const asked = this.#dialect.modelsRequest();
    if (asked === null) return [];
    const lists = await Promise.allSettled(
      [await asked].flat().map(request => this.#models(request, timeout)),
    );
    const read = lists.flatMap(list => (list.status === 'fulfilled' ? [list.value] : []));
    const refused = lists.find(list => list.status === 'rejected');
    if (read.length === 0 && refused) throw refused.reason;
    return read.flat();
  }

  close(): void {
    this.#transport.close();
  }

  async #models(asked: PlainRequest, timeout: number): Promise<string[]> {
    const request = this.#transport.encode(asked);
    const http = await new Promise<HttpExchange>(resolve => this.#transport.send(request, timeout, resolve));
    if (http.failure) throw new UserError(http.failure.message);
    const text = bodyText(http);
    if (http.wire.status !== 200) {
      throw new UserError(this.#dialect.refusal(http.wire.status ?? 0, http.headers, text).message);
    }
    return this.#dialect.modelIds(parsed(text));
  }

  async #encode(payload: JsonObject): Promise<ReadyHttpRequest> {
    const prepared = this.#dialect.prepare(payload);
    const encoded = this.#transport.encode(await this.#dialect.request(prepared));
    const ready = { prepared, inputText: this.#dialect.inputText(payload), encoded };
    if (this.#dialect.reusable) this.#ready.set(payload, ready);
    return ready;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
