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
import type { BudgetGate } from './budgetGate.ts';
import { payloadCopy, type RunCallback } from './callbacks.ts';
import type { InterleavingTurn } from './interleavingTurn.ts';

/** A request that ended: what was sent and what came back, or why nothing could be sent. */
export interface Outcome {
  phase: RequestPhase;
  client: number;
  index: number;
  /** Index of the payload in the run. */
  payload: number;
  /** Epoch milliseconds. */
  requestTime: number;
  request: ReadyRequest | null;
  exchange: Exchange | null;
  /** Why nothing was sent; empty if there is an exchange. */
  refusal: string;
}

export interface LoopOptions {
  client: number;
  endpoint: Endpoint;
  payloads: readonly JsonObject[];
  /** Indices of the payloads that this client sends, in its order, repeatedly; empty = it sends nothing. */
  order: Uint32Array;
  /** Index of the payload that it sends in the warm-up instead; null = it sends the same ones. */
  warmupPayload: number | null;
  /** Milliseconds. */
  timeout: number;
  callbacks: readonly RunCallback[];
  /** For clients that are interleaved with those of other runs. */
  turn?: InterleavingTurn | undefined;
  now: () => number;
  wall: () => number;
  /** Called for every request that ends, possibly inside a socket's callback, so it must return quickly. */
  onOutcome: (outcome: Outcome) => void;
  onSent: (phase: RequestPhase) => void;
  /** Milliseconds in which this client could not send: its callbacks ran, it paused after failures, or the budget held it. */
  onLost?: (why: 'hooks' | 'pauses' | 'budget', milliseconds: number) => void;
  /** Replaced in tests. */
  delay?: Delay;
  /** Decides whether a payload may be sent. After a refusal the client stops. */
  gate?: BudgetGate | undefined;
}

/** Milliseconds. */
const shortestPause = 10;
const longestPause = 1000;

/**
 * One client: it sends, waits for the answer and sends again (closed loop). The next request is sent in
 * the same callback in which the last byte of the answer arrived.
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
  /** Number of consecutive requests that failed without reaching a server. */
  #unreached = 0;
  #endPause: (() => void) | null = null;
  #finished: (() => void) | null = null;

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#hooks = options.callbacks.filter(callback => callback.beforeInvoke !== undefined);
  }

  /** Number of different payloads that it sends. */
  get ownPayloads(): number {
    return this.#options.order.length;
  }

  /** Whether an answer is arriving. */
  get answering(): boolean {
    return this.#pending?.answering?.() ?? false;
  }

  /**
   * Sends `limit` requests, or until the clock passes `deadline` (milliseconds). Requests in flight finish.
   * Resolves when the last one has ended.
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

  /** Sends no further request. The one in flight may finish. */
  stop(): void {
    this.#stopped = true;
    this.#endPause?.();
  }

  /** Cancels the request in flight, or the wait for one that is being prepared. */
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

  /** The client leaves the interleaving after measuring or a stop; after a warm-up it comes back. */
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
    const { gate, now } = this.#options;
    const admitted = gate?.admit(this.#payload, this.#phase, () => !this.#over()) ?? true;
    if (typeof admitted === 'boolean') this.#decided(admitted);
    else {
      const began = now();
      void admitted.then(may => {
        if (this.#phase === 'measure') this.#options.onLost?.('budget', now() - began);
        this.#decided(may);
      });
    }
  }

  #decided(admitted: boolean): void {
    if (admitted) {
      if (this.#over()) this.#finishUnsent();
      else this.#sendPayload();
      return;
    }
    this.stop();
    this.#finish();
  }

  /** Ends after a request was admitted that is not sent. */
  #finishUnsent(): void {
    this.#options.gate?.withdraw(this.#payload);
    this.#finish();
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
        // The run may be over by now, so nothing more is recorded.
        if (this.#stopped) this.#finishUnsent();
        else
          this.#refuse(index, `Callback "${callback.name}" failed before the request: ${messageOf(error)}`);
        return;
      }
    }
    if (this.#phase === 'measure') onLost?.('hooks', now() - began);
    this.#sendWhenReady(copy as JsonObject, index);
  }

  /** A payload that is ready is sent synchronously, so that the client loses no time. */
  #sendWhenReady(payload: JsonObject, index: number): void {
    let ready: ReadyRequest | Promise<ReadyRequest>;
    try {
      ready = this.#options.endpoint.ready(payload);
    } catch (error) {
      this.#refuse(index, messageOf(error));
      return;
    }
    if (ready instanceof Promise) void this.#whenReady(ready, index);
    else if (this.#stopped) this.#finishUnsent();
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
    if (this.#stopped) this.#finishUnsent();
    else this.#send(request, index);
  }

  /** In other runs' turns the connection may have been closed. Opening a new one must not be measured. */
  #send(request: ReadyRequest, index: number): void {
    const { endpoint, timeout, turn } = this.#options;
    const opening = turn === undefined ? null : (endpoint.warm?.(request, timeout) ?? null);
    if (opening === null) this.#sendNow(request, index);
    else void opening.then(() => (this.#stopped ? this.#finishUnsent() : this.#sendNow(request, index)));
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

  /** Continues in a new turn of the event loop: a series of refusals must not nest or starve the sockets. */
  #refuse(index: number, refusal: string): void {
    const { client, wall, onOutcome } = this.#options;
    const requestTime = wall();
    const none = { request: null, exchange: null };
    onOutcome({ phase: this.#phase, client, index, payload: this.#payload, requestTime, ...none, refusal });
    setImmediate(() => this.#nextAfterFailure());
  }

  /**
   * In a run without a limit on requests, a request that reaches no server could fail thousands of times a
   * second, and its errors would bury everything else. So the client pauses, each time longer, up to a second.
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
