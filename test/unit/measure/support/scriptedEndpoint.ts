import type { JsonObject } from '../../../../src/core/base/jsonValue.ts';
import type { ProviderError, Usage, WireEvent } from '../../../../src/core/request/wireEvents.ts';
import { noWireFacts } from '../../../../src/core/request/wireFacts.ts';
import type { AsyncTokenCounter } from '../../../../src/core/tokens/tokenizer.ts';
import type {
  Endpoint,
  Exchange,
  PayloadOptions,
  PendingInvocation,
  ReadyRequest,
} from '../../../../src/endpoints/contract/endpoint.ts';
import { identityKeys } from '../../../../src/endpoints/contract/identity.ts';
import type { VirtualClock } from './virtualClock.ts';

/** How one request is answered. Times are milliseconds after sending. */
export interface Answer {
  texts?: readonly string[];
  /** Arrival of each text. */
  at?: readonly number[];
  /** End of the exchange; default: the last text. */
  end?: number;
  id?: string;
  usage?: Usage;
  error?: Partial<ProviderError>;
  newConnection?: boolean;
  retryable?: Exchange['retryable'];
  /** Retries by a proxy in between. */
  retries?: number;
  /** Replaces the events, e.g. to throw. */
  read?: Exchange['read'];
}

/** A request that was sent and waits for its answer. */
export interface Call {
  number: number;
  payload: JsonObject;
  sentAt: number;
  timeout: number;
  open: boolean;
  /** Ends the exchange now. */
  answer(answer: Answer): void;
}

/**
 * An API in memory. With a `script` every request is answered at its time of the clock; without one it
 * waits for the test. Answers come only after `invoke` has returned, and are read only once.
 */
export class ScriptedEndpoint implements Endpoint {
  readonly identity = {
    kind: 'scripted',
    modelId: 'm',
    provider: 'test',
    endpointName: 'scripted',
    stream: true,
    visibleTokensOnly: true,
  };
  readonly transport = 'memory';
  tokenCounter: AsyncTokenCounter | undefined;
  /** Everything ever sent, in order. */
  readonly calls: Call[] = [];
  closed = false;
  /** Replaced to make preparing a request fail or take a while. */
  prepare: (payload: JsonObject) => ReadyRequest | Promise<ReadyRequest> = payload => ({
    prepared: payload,
    inputText: typeof payload['prompt'] === 'string' ? payload['prompt'] : null,
  });
  readonly #clock: VirtualClock;
  readonly #script: ((call: Call) => Answer) | null;

  constructor(clock: VirtualClock, script: ((call: Call) => Answer) | null = null) {
    this.#clock = clock;
    this.#script = script;
  }

  /** Requests that wait for the test. */
  get unanswered(): Call[] {
    return this.calls.filter(call => call.open);
  }

  toDict(): JsonObject {
    return identityKeys(this.identity);
  }

  createPayload(prompt: string, { maxTokens, system }: PayloadOptions): JsonObject {
    return { prompt, maxTokens, ...(system !== undefined && { system }) };
  }

  ready(payload: JsonObject): ReadyRequest | Promise<ReadyRequest> {
    return this.prepare(payload);
  }

  invoke(request: ReadyRequest, timeout: number, done: (exchange: Exchange) => void): PendingInvocation {
    const clock = this.#clock;
    const sentAt = clock.now();
    let cancelTimer = () => {};
    let answersFrom = Number.POSITIVE_INFINITY;
    const finish = (answer: Answer) => {
      if (!call.open) return;
      call.open = false;
      cancelTimer();
      done(exchangeOf(answer, sentAt, clock.now()));
    };
    const call: Call = {
      number: this.calls.length,
      payload: request.prepared,
      sentAt,
      timeout,
      open: true,
      answer: finish,
    };
    this.calls.push(call);
    if (this.#script) {
      const answer = this.#script(call);
      answersFrom = sentAt + (answer.at?.[0] ?? Number.POSITIVE_INFINITY);
      const end = answer.end ?? answer.at?.at(-1) ?? 0;
      cancelTimer = clock.delay(() => finish(answer), end);
    }
    return {
      answering: () => clock.now() >= answersFrom,
      abort: message => finish({ error: { reason: 'cancelled', message } }),
    };
  }

  async listModels(): Promise<string[]> {
    return [this.identity.modelId];
  }

  close(): void {
    this.closed = true;
  }
}

function exchangeOf(answer: Answer, sentAt: number, endedAt: number): Exchange {
  let reads = 0;
  return {
    wire: {
      ...noWireFacts(),
      sentAt,
      endedAt,
      newConnection: answer.newConnection ?? false,
      status: answer.error?.status === undefined ? 200 : answer.error.status,
      retries: answer.retries ?? 0,
    },
    retryable: answer.retryable ?? null,
    read: emit => {
      reads += 1;
      if (reads > 1) throw new Error('An exchange may be read only once.');
      if (answer.read) answer.read(emit);
      else for (const event of eventsOf(answer, sentAt, endedAt)) emit(event);
    },
  };
}

function eventsOf(answer: Answer, sentAt: number, endedAt: number): WireEvent[] {
  const { texts = [], at = [], id, usage, error } = answer;
  const events: WireEvent[] = [];
  if (id !== undefined) events.push({ type: 'id', at: endedAt, id });
  texts.forEach((text, i) => {
    events.push({ type: 'text', at: sentAt + (at[i] ?? endedAt - sentAt), text });
  });
  if (usage) events.push({ type: 'usage', at: endedAt, ...usage });
  if (error) {
    const plain: ProviderError = {
      message: 'failed',
      reason: 'server',
      status: null,
      requestId: null,
      retryAfter: null,
    };
    events.push({ type: 'error', at: endedAt, error: { ...plain, ...error } });
  } else {
    events.push({ type: 'end', at: endedAt, wholeBody: false });
  }
  return events;
}

/** An ordinary answer: two words, the first after 100 ms, the second after 150. */
export const hello: Answer = {
  texts: ['Hello', ' there'],
  at: [100, 150],
  usage: { inputTokens: 3, outputTokens: 2 },
};
