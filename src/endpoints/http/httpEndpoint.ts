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
import type { EncodedRequest, HttpExchange, PendingExchange } from '../transport/httpExchange.ts';
import type { HttpTransport, PlainRequest } from '../transport/httpTransport.ts';
import type { StreamEndTest } from '../transport/streamEnd.ts';
import { bodyText } from './contentEncoding.ts';
import { plainSoFar } from './decompression.ts';
import { explainedRefusal } from './explainedRefusal.ts';
import { type AnswerContext, HttpAnswer } from './httpAnswer.ts';
import type { HttpDialect } from './httpDialect.ts';
import { MovedRequests } from './movedRequests.ts';
import type { EndpointFacts } from './refusedRequest.ts';

export interface ReadyHttpRequest extends ReadyRequest {
  encoded: EncodedRequest;
}

/** Any HTTP API: the dialect knows its format, the transport measures. */
export class HttpEndpoint implements Endpoint<ReadyHttpRequest> {
  readonly identity: EndpointIdentity;
  readonly transport = 'http/1.1';
  readonly insecure: boolean;
  readonly #dialect: HttpDialect;
  readonly #transport: HttpTransport;
  readonly #context: AnswerContext;
  readonly #end: StreamEndTest | null;
  readonly #moved = new MovedRequests();
  readonly #ready = new WeakMap<JsonObject, ReadyHttpRequest>();

  constructor(dialect: HttpDialect, transport: HttpTransport, clock: Clock, facts: EndpointFacts) {
    this.identity = dialect.identity;
    this.insecure = transport.insecure;
    this.#dialect = dialect;
    this.#transport = transport;
    this.#context = { dialect, transport, clock, facts };
    const { streamEnd } = dialect;
    this.#end = streamEnd && this.identity.stream ? { ...streamEnd, plain: plainSoFar } : null;
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
    const encoded = this.#moved.of(request.encoded);
    let again: PendingExchange | null = null;
    const finish = (http: HttpExchange) => {
      // A signature covers the path, so a signed request cannot be sent to another one.
      const moved = this.#dialect.reusable ? this.#moved.after(http, encoded) : null;
      if (moved === null) done(new HttpAnswer(http, encoded, this.#context));
      else again = this.#sendAgain(moved, http, timeout, done);
    };
    const first = this.#transport.send(encoded, timeout, finish, this.#end);
    return {
      answering: () => (again ?? first).answering(),
      abort: message => (again ?? first).abort({ reason: 'cancelled', message }),
    };
  }

  warm({ encoded }: ReadyHttpRequest, timeout: number): Promise<void> | null {
    return this.#transport.warm(encoded, timeout);
  }

  watchReads(watch: ReadWatch): void {
    this.#transport.reads.watch = watch;
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

  /** Sends a request to where the server moved it, in place of `first`. Its times are those of this sending. */
  #sendAgain(
    moved: EncodedRequest,
    first: HttpExchange,
    timeout: number,
    done: (exchange: Exchange) => void,
  ): PendingExchange {
    this.#transport.release(first);
    const finish = (http: HttpExchange) => {
      http.wire.redirected = true;
      done(new HttpAnswer(http, moved, this.#context));
    };
    return this.#transport.send(moved, timeout, finish, this.#end);
  }

  async #models(asked: PlainRequest, timeout: number): Promise<string[]> {
    const request = this.#transport.encode(asked);
    const http = await new Promise<HttpExchange>(resolve => this.#transport.send(request, timeout, resolve));
    if (http.failure) throw new UserError(http.failure.message);
    if (http.wire.status !== 200) {
      throw new UserError(explainedRefusal(this.#context, http, request).message);
    }
    return this.#dialect.modelIds(parsed(bodyText(http)));
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
