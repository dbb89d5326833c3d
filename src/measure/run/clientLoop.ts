import { type Delay, realDelay } from '../../core/base/delay.ts';
import { messageOf } from '../../core/base/errors.ts';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { RequestPhase } from '../../core/request/trace.ts';
import type {
  Endpoint,
  Exchange,
  PendingInvocation,
  ReadyRequest,
} from '../../endpoints/contract/endpoint.ts';
import { payloadCopy, type RunCallback } from './callbacks.ts';
import type { InterleavingTurn } from './interleavingTurn.ts';

/** A request that ended: what was sent, and what came back or why nothing could be sent. */
export interface Outcome {
  phase: RequestPhase;
  client: number;
  index: number;
  /** Which of the run's payloads. */
  payload: number;
  /** Epoch milliseconds. */
  requestTime: number;
  request: ReadyRequest | null;
  exchange: Exchange | null;
  /** Why nothing was sent; empty where an exchange took place. */
  refusal: string;
}

export interface LoopOptions {
  client: number;
  endpoint: Endpoint;
  payloads: readonly JsonObject[];
  /** Indices of the payloads this client sends, in its order, over and over; none = it sends nothing. */
  order: Uint32Array;
  /** What it sends in the warm-up instead, by its index; null = the same. */
  warmupPayload: number | null;
  /** Milliseconds. */
  timeout: number;
  callbacks: readonly RunCallback[];
  /** For clients that take turns with those of other runs. */
  turn?: InterleavingTurn | undefined;
  now: () => number;
  wall: () => number;
  /** Called for every request that ends, possibly inside a socket's callback: it must only take note. */
  onOutcome: (outcome: Outcome) => void;
  onSent: (phase: RequestPhase) => void;
  /** Time in which this client could not send, milliseconds: its callbacks worked, or it paused after failures. */
  onLost?: (why: 'hooks' | 'pauses', milliseconds: number) => void;
  /** Replaced in tests. */
  delay?: Delay;
  /** Whether the payload of this index may be sent; who is refused sends no more. Default: always, at once. */
  admit?: ((payload: number, phase: RequestPhase) => boolean | Promise<boolean>) | undefined;
}

/** Milliseconds. */
const shortestPause = 10;
const longestPause = 1000;

/**
 * One client: it sends, waits for the answer and sends again (closed loop). The next request leaves
 * in the very callback in which the last byte of the answer arrived.
 */
export class ClientLoop {
  readonly #options: LoopOptions;
  readonly #hooks: readonly RunCallback[];
  #pending: PendingInvocation | null = null;
  #sent = 0;
  #position = 0;
  #payload = 0;
  #limit = 0;
  #deadline = Number.POSITIVE_INFINITY;
  #phase: RequestPhase = 'measure';
  #stopped = false;
  /** Requests in a row that failed without reaching a server. */
  #unreached = 0;
  #endPause: (() => void) | null = null;
  #finished: (() => void) | null = null;

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#hooks = options.callbacks.filter(callback => callback.beforeInvoke !== undefined);
  }

  /** How many different payloads it sends. */
  get ownPayloads(): number {
    return this.#options.order.length;
  }

  /**
   * Sends `limit` requests, or until the clock passes `deadline` (milliseconds; requests in flight
   * finish). Resolves when the last one has ended.
   */
  run(phase: RequestPhase, limit: number, deadline: number): Promise<void> {
    this.#phase = phase;
    this.#limit = this.#options.order.length === 0 ? 0 : limit;
    this.#deadline = deadline;
    this.#sent = 0;
    return new Promise(resolve => {
      this.#finished = resolve;
      this.#next();
    });
  }

  /** No further request; the one in flight may finish. */
  stop(): void {
    this.#stopped = true;
    this.#endPause?.();
  }

  /** Gives up the request in flight, or whatever its preparation waits for. */
  abort(message: string): void {
    this.#stopped = true;
    if (this.#pending) this.#pending.abort(message);
    else if (this.#endPause) this.#endPause();
    else this.#finish();
  }

  #next(): void {
    const { client, turn } = this.#options;
    if (this.#over()) this.#finish();
    else if (turn === undefined) this.#sendNext();
    else turn.take(client, () => (this.#over() ? this.#finish() : this.#sendNext()));
  }

  #over(): boolean {
    return this.#stopped || this.#sent >= this.#limit || this.#options.now() >= this.#deadline;
  }

  /** Other phases follow a warm-up, unless it was stopped. */
  #finish(): void {
    this.#options.turn?.end(this.#options.client, this.#stopped || this.#phase === 'measure');
    this.#finished?.();
  }

  #sendNext(): void {
    const { order, warmupPayload } = this.#options;
    const own = order[this.#position % order.length] ?? 0;
    const kept = this.#phase === 'warmup' ? warmupPayload : null;
    this.#payload = kept ?? own;
    if (kept === null) this.#position += 1;
    const admitted = this.#options.admit?.(this.#payload, this.#phase) ?? true;
    if (admitted === true) this.#sendPayload();
    else if (admitted === false) this.#finish();
    else void admitted.then(may => (may && !this.#over() ? this.#sendPayload() : this.#finish()));
  }

  #sendPayload(): void {
    const payload = this.#options.payloads[this.#payload] ?? {};
    const index = this.#sent;
    this.#sent += 1;
    if (this.#hooks.length > 0) {
      void this.#prepare(payload, index);
      return;
    }
    this.#sendWhenReady(payload, index);
  }

  async #prepare(payload: JsonObject, index: number): Promise<void> {
    const copy = payloadCopy(payload);
    const request = { phase: this.#phase, client: this.#options.client, index };
    const { now, onLost } = this.#options;
    const began = now();
    for (const callback of this.#hooks) {
      try {
        await callback.beforeInvoke?.(copy, request);
      } catch (error) {
        // Nothing more is recorded of a run that may be over by now.
        if (this.#stopped) this.#finish();
        else
          this.#refuse(index, `Callback "${callback.name}" failed before the request: ${messageOf(error)}`);
        return;
      }
    }
    if (this.#phase === 'measure') onLost?.('hooks', now() - began);
    this.#sendWhenReady(copy as JsonObject, index);
  }

  /** A payload that is ready already is sent in the same turn: its client loses no time. */
  #sendWhenReady(payload: JsonObject, index: number): void {
    let ready: ReadyRequest | Promise<ReadyRequest>;
    try {
      ready = this.#options.endpoint.ready(payload);
    } catch (error) {
      this.#refuse(index, messageOf(error));
      return;
    }
    if (ready instanceof Promise) void this.#whenReady(ready, index);
    else if (this.#stopped) this.#finish();
    else this.#send(ready, index);
  }

  async #whenReady(ready: Promise<ReadyRequest>, index: number): Promise<void> {
    let request: ReadyRequest;
    try {
      request = await ready;
    } catch (error) {
      this.#refuse(index, messageOf(error));
      return;
    }
    if (this.#stopped) this.#finish();
    else this.#send(request, index);
  }

  /** While others had their turns, the connection may have gone cold; to open one is nothing to measure. */
  #send(request: ReadyRequest, index: number): void {
    const { endpoint, timeout, turn } = this.#options;
    const opening = turn === undefined ? null : (endpoint.warm?.(request, timeout) ?? null);
    if (opening === null) this.#sendNow(request, index);
    else void opening.then(() => (this.#stopped ? this.#finish() : this.#sendNow(request, index)));
  }

  #sendNow(request: ReadyRequest, index: number): void {
    const { client, endpoint, timeout, wall, onOutcome, onSent } = this.#options;
    const requestTime = wall();
    const payload = this.#payload;
    onSent(this.#phase);
    this.#pending = endpoint.invoke(request, timeout, exchange => {
      this.#pending = null;
      onOutcome({ phase: this.#phase, client, index, payload, requestTime, request, exchange, refusal: '' });
      if (exchange.wire.status === null && exchange.retryable !== null) this.#nextAfterFailure();
      else {
        this.#unreached = 0;
        this.#next();
      }
    });
  }

  /** Goes on in a turn of its own, so that a run of refusals neither nests nor starves the sockets. */
  #refuse(index: number, refusal: string): void {
    const { client, wall, onOutcome } = this.#options;
    const requestTime = wall();
    const none = { request: null, exchange: null };
    onOutcome({ phase: this.#phase, client, index, payload: this.#payload, requestTime, ...none, refusal });
    setImmediate(() => this.#nextAfterFailure());
  }

  /**
   * Where no number of requests bounds the run, one that reaches no server could be repeated thousands of
   * times a second: its errors would bury all else. So the client pauses, longer and longer, up to a second.
   */
  #nextAfterFailure(): void {
    const { now, delay = realDelay, onLost } = this.#options;
    this.#unreached += 1;
    if (this.#unreached === 1 || this.#limit !== Number.POSITIVE_INFINITY || this.#over()) {
      this.#next();
      return;
    }
    const began = now();
    const wanted = Math.min(longestPause, shortestPause * 2 ** (this.#unreached - 2));
    const end = () => {
      cancel();
      this.#endPause = null;
      onLost?.('pauses', now() - began);
      this.#next();
    };
    const cancel = delay(end, Math.min(wanted, this.#deadline - began));
    this.#endPause = end;
  }
}
