import type { InvocationResponse } from '../../../../src/core/request/response.ts';
import type { ResponseTrace } from '../../../../src/core/request/trace.ts';
import { noWireFacts } from '../../../../src/core/request/wireFacts.ts';
import type {
  Endpoint,
  EndpointSecrets,
  Exchange,
  ReadyRequest,
} from '../../../../src/endpoints/contract/endpoint.ts';
import { type EndpointConfigInput, endpointConfigSchema } from '../../../../src/endpoints/kinds.ts';
import { createEndpoint } from '../../../../src/endpoints/registry.ts';
import type {
  EncodedRequest,
  HttpExchange,
  PendingExchange,
} from '../../../../src/endpoints/transport/httpExchange.ts';
import { HttpTransport } from '../../../../src/endpoints/transport/httpTransport.ts';
import { ResponseParser } from '../../../../src/endpoints/transport/responseParser.ts';
import { brokenOff } from '../../../../src/endpoints/transport/wireFailure.ts';
import { WireLog } from '../../../../src/endpoints/transport/wireLog.ts';
import { recordsOf } from '../../../../src/measure/run/requestRecords.ts';
import { VirtualClock } from './clocks.ts';

/** One socket read: bytes, and the milliseconds after sending at which they arrive. */
export interface Read {
  bytes: Buffer;
  at: number;
}

/** Recorded bytes of one answer. The connection is closed right after the last read. */
export type Recording = readonly Read[];

/** Requests end at once with `recording`, stamped by the virtual clock. No network. */
export class RecordedTransport extends HttpTransport {
  recording: Recording = [];
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    super({ clock, environment: {} });
    this.#clock = clock;
  }

  /** The same steps as `Connection` takes, without a socket. */
  override send(
    _request: EncodedRequest,
    _timeout: number,
    done: (exchange: HttpExchange) => void,
  ): PendingExchange {
    const sentAt = this.#clock.now();
    const exchange: HttpExchange = {
      wire: { ...noWireFacts(), sentAt, endedAt: sentAt },
      headers: new Map(),
      body: new WireLog(),
      failure: null,
    };
    const parser = new ResponseParser(exchange.body);
    for (const { bytes, at } of this.recording) {
      this.#clock.advance(sentAt + at - this.#clock.now());
      const now = this.#clock.now();
      exchange.wire.firstByteAt ??= now;
      exchange.wire.endedAt = now;
      parser.feed(bytes, bytes.length, now);
      if (parser.done) break;
    }
    exchange.failure = parser.close() ? null : brokenOff('closed', parser.headersComplete);
    exchange.wire.status = parser.status || null;
    exchange.headers = parser.headers;
    done(exchange);
    return { answering: () => false, abort: () => {} };
  }
}

export interface Replayed {
  response: InvocationResponse;
  trace: ResponseTrace;
}

/** Plays recordings to an endpoint; times begin at 2026-01-01T12:00:00Z. */
export class Player {
  readonly endpoint: Endpoint;
  readonly #transport: RecordedTransport;
  readonly #request: ReadyRequest;

  private constructor(endpoint: Endpoint, transport: RecordedTransport, request: ReadyRequest) {
    this.endpoint = endpoint;
    this.#transport = transport;
    this.#request = request;
  }

  static async for(config: EndpointConfigInput, secrets: EndpointSecrets = {}): Promise<Player> {
    const clock = new VirtualClock(0);
    const transport = new RecordedTransport(clock);
    const endpoint = await createEndpoint(endpointConfigSchema.parse(config), secrets, transport, clock);
    const request = await endpoint.ready(endpoint.createPayload('Say hello.', { maxTokens: 64 }));
    return new Player(endpoint, transport, request);
  }

  /** The records of one answer, through the real parser, log, answer, reader and timeline. */
  play(recording: Recording): Replayed {
    return this.#read(this.exchange(recording));
  }

  /** The same for an answer that may be compressed. */
  async playUnpacked(recording: Recording): Promise<Replayed> {
    const exchange = this.exchange(recording);
    await exchange.unpack?.();
    return this.#read(exchange);
  }

  /** One answer that has not been read yet. */
  exchange(recording: Recording): Exchange {
    this.#transport.recording = recording;
    const ended: Exchange[] = [];
    this.endpoint.invoke(this.#request, 1000, exchange => ended.push(exchange));
    if (!ended[0]) throw new Error('The exchange did not end.');
    return ended[0];
  }

  #read(exchange: Exchange): Replayed {
    const { response, trace } = recordsOf(
      {
        phase: 'measure',
        client: 0,
        index: 0,
        payload: 0,
        requestTime: Date.UTC(2026, 0, 1, 12),
        request: this.#request,
        exchange,
        refusal: '',
      },
      {
        visibleTokensOnly: this.endpoint.identity.visibleTokensOnly,
        runStart: exchange.wire.sentAt,
        redact: text => text,
      },
    );
    if (!trace) throw new Error('There is no trace.');
    return { response, trace };
  }
}

/** A chunked event stream, one read 10 ms after the other: the head, then each of the given bodies. */
export function streamed(...bodies: readonly string[]): Recording {
  const head =
    'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n';
  const reads = [head, ...bodies.map(chunk), '0\r\n\r\n'];
  return reads.map((text, i) => ({ bytes: Buffer.from(text), at: (i + 1) * 10 }));
}

export function chunk(body: string): string {
  return `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n`;
}

/** An answer in one read, 10 ms after sending. */
export function whole(
  body: string | Buffer,
  { status = '200 OK', headers = ['content-type: application/json'] } = {},
): Recording {
  const head = [`HTTP/1.1 ${status}`, ...headers, `content-length: ${Buffer.byteLength(body)}`, '', ''];
  return [{ bytes: Buffer.concat([Buffer.from(head.join('\r\n')), Buffer.from(body)]), at: 10 }];
}
