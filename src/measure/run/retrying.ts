import { type Delay, realDelay } from '../../core/base/delay.ts';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { AsyncTokenCounter } from '../../core/tokens/tokenizer.ts';
import type {
  Endpoint,
  Exchange,
  PayloadOptions,
  PendingInvocation,
  ReadyRequest,
} from '../../endpoints/contract/endpoint.ts';
import type { EndpointIdentity } from '../../endpoints/contract/identity.ts';
import type { ReadWatch } from '../../endpoints/contract/readWatch.ts';

/** The back-off of the official SDKs, in milliseconds: 0.5 s, doubled up to 8 s, minus up to 25 % jitter. */
function backOff(attempt: number, asked: number | null): number {
  if (asked !== null && asked <= 60) return asked * 1000;
  return Math.min(0.5 * 2 ** attempt, 8) * 1000 * (1 - Math.random() * 0.25);
}

/**
 * Retries a request that failed in a retryable way, at most `retries` times. All attempts and waits are
 * part of the request's time, which starts with the first attempt. The number of retries is recorded.
 */
export class RetryingEndpoint implements Endpoint {
  readonly identity: EndpointIdentity;
  readonly transport: string;
  readonly insecure: boolean;
  readonly tokenCounter: AsyncTokenCounter | undefined;
  readonly #endpoint: Endpoint;
  readonly #retries: number;
  readonly #delay: Delay;

  constructor(endpoint: Endpoint, retries: number, delay: Delay = realDelay) {
    this.identity = endpoint.identity;
    this.transport = endpoint.transport;
    this.insecure = endpoint.insecure === true;
    this.tokenCounter = endpoint.tokenCounter;
    this.#endpoint = endpoint;
    this.#retries = retries;
    this.#delay = delay;
  }

  toDict(): JsonObject {
    return this.#endpoint.toDict();
  }
  createPayload(prompt: string, options: PayloadOptions): JsonObject {
    return this.#endpoint.createPayload(prompt, options);
  }
  ready(payload: JsonObject): ReadyRequest | Promise<ReadyRequest> {
    return this.#endpoint.ready(payload);
  }
  warm(request: ReadyRequest, timeout: number): Promise<void> | null {
    return this.#endpoint.warm?.(request, timeout) ?? null;
  }
  watchReads(watch: ReadWatch): void {
    this.#endpoint.watchReads?.(watch);
  }
  listModels(timeout: number): Promise<string[]> {
    return this.#endpoint.listModels(timeout);
  }
  close(): void {
    this.#endpoint.close();
  }

  invoke(request: ReadyRequest, timeout: number, done: (exchange: Exchange) => void): PendingInvocation {
    let firstSentAt: number | null = null;
    let waiting: { cancel: () => void; exchange: Exchange } | null = null;
    let attempt = 0;
    /** Retries by a proxy in between, in earlier attempts. */
    let hidden = 0;
    const finish = (exchange: Exchange) =>
      done(retried(exchange, attempt + hidden + (exchange.wire.retries ?? 0), firstSentAt));
    const send = (): PendingInvocation =>
      this.#endpoint.invoke(request, timeout, exchange => {
        firstSentAt ??= exchange.wire.sentAt;
        if (attempt >= this.#retries || exchange.retryable === null) {
          finish(exchange);
          return;
        }
        const wait = backOff(attempt, exchange.retryable.after);
        const cancel = this.#delay(() => {
          waiting = null;
          release(exchange);
          attempt += 1;
          hidden += exchange.wire.retries ?? 0;
          pending = send();
        }, wait);
        waiting = { cancel, exchange };
      });
    let pending = send();
    return {
      answering: () => waiting === null && (pending.answering?.() ?? false),
      abort: message => {
        if (waiting === null) {
          pending.abort(message);
          return;
        }
        waiting.cancel();
        finish(waiting.exchange);
      },
    };
  }
}

/** Reads an exchange only to free what it holds. */
function release(exchange: Exchange): void {
  try {
    exchange.read(() => {});
  } catch {
    // It cannot be read, but it is not needed either.
  }
}

/** The last attempt's exchange, with times measured from the first attempt. */
function retried(exchange: Exchange, retries: number, firstSentAt: number | null): Exchange {
  const { retryable } = exchange;
  const wire = { ...exchange.wire, sentAt: firstSentAt ?? exchange.wire.sentAt, retries };
  return {
    wire,
    retryable,
    unpack: () => exchange.unpack?.() ?? null,
    read: emit => {
      exchange.read(emit);
      // Reading may show that the answer was over before its connection failed.
      wire.endedAt = exchange.wire.endedAt;
    },
  };
}
