/** Anything that carries structured-clone messages both ways: a worker, a message port, a webview. */
export interface Transport {
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  /** Calls `receive` for each message. Returns a function that stops listening. */
  listen(receive: (message: unknown) => void): () => void;
}

/** The requests of one direction: the parameters and the result of each. */
export type RequestMap<R> = { [K in keyof R]: { params: unknown; result: unknown } };

type Handler<R extends RequestMap<R>, K extends keyof R> = (
  params: R[K]['params'],
) => R[K]['result'] | Promise<R[K]['result']>;

export type Handlers<R extends RequestMap<R>> = { [K in keyof R]: Handler<R, K> };

type Message =
  | { type: 'event'; name: string; data: unknown }
  | { type: 'request'; id: number; name: string; params: unknown }
  | { type: 'reply'; id: number; result: unknown }
  | { type: 'refusal'; id: number; error: ErrorInWords };

interface ErrorInWords {
  name: string;
  message: string;
  /** Where it was thrown, for whoever looks for the bug. */
  stack?: string;
}

/** The error that the other side answered with. `name` is the class of its error, e.g. `UserError`. */
export class RemoteError extends Error {
  override readonly name: string;
  constructor(name: string, message: string, stack?: string) {
    super(message);
    this.name = name;
    if (stack !== undefined) this.stack = stack;
  }
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/**
 * One typed boundary for both the engine worker and webviews. `Out*` is what this side may send and ask; `In*`
 * is what it receives and answers. A handler that throws rejects the caller's promise. Closing the channel
 * rejects every open request.
 */
export class Channel<
  OutEvents,
  OutRequests extends RequestMap<OutRequests>,
  InEvents,
  InRequests extends RequestMap<InRequests>,
> {
  readonly #transport: Transport;
  readonly #handlers: Handlers<InRequests>;
  readonly #listeners = new Map<keyof InEvents, Set<(data: never) => void>>();
  readonly #open = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  readonly #stopListening: () => void;
  #nextId = 1;
  #closed: string | null = null;

  constructor(transport: Transport, handlers: Handlers<InRequests>) {
    this.#transport = transport;
    this.#handlers = handlers;
    this.#stopListening = transport.listen(message => this.#receive(message));
  }

  /** Sends an event, whether or not anyone listens. */
  emit<K extends keyof OutEvents & string>(
    name: K,
    data: OutEvents[K],
    transfer?: readonly ArrayBuffer[],
  ): void {
    if (this.#closed === null)
      this.#transport.post({ type: 'event', name, data } satisfies Message, transfer);
  }

  /** Listens to an event of the other side. Returns a function that stops listening. */
  on<K extends keyof InEvents>(name: K, listener: (data: InEvents[K]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Asks the other side. Rejects with RemoteError when it refuses or the channel closes. */
  request<K extends keyof OutRequests & string>(
    name: K,
    params: OutRequests[K]['params'],
  ): Promise<OutRequests[K]['result']> {
    if (this.#closed !== null) return Promise.reject(new RemoteError('ChannelClosed', this.#closed));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      try {
        this.#transport.post({ type: 'request', id, name, params } satisfies Message);
      } catch (error) {
        this.#open.delete(id);
        reject(error);
      }
    });
  }

  /** Closes the channel. Open requests are rejected with `reason`. */
  close(reason: string): void {
    if (this.#closed !== null) return;
    this.#closed = reason;
    this.#stopListening();
    for (const waiting of this.#open.values()) waiting.reject(new RemoteError('ChannelClosed', reason));
    this.#open.clear();
  }

  #receive(message: unknown): void {
    if (!isMessage(message)) return;
    switch (message.type) {
      case 'event':
        for (const listener of this.#listeners.get(message.name as keyof InEvents) ?? []) {
          listener(message.data as never);
        }
        return;
      case 'request':
        void this.#answer(message.id, message.name as keyof InRequests, message.params);
        return;
      case 'reply':
        this.#take(message.id)?.resolve(message.result as never);
        return;
      case 'refusal':
        this.#take(message.id)?.reject(remoteError(message.error));
        return;
      default:
        // A newer peer may send more message types; unknown ones are ignored.
        message satisfies never;
    }
  }

  #take(id: number) {
    const waiting = this.#open.get(id);
    this.#open.delete(id);
    return waiting;
  }

  async #answer(id: number, name: keyof InRequests, params: unknown): Promise<void> {
    try {
      if (!Object.hasOwn(this.#handlers, name)) throw new Error(`Nobody answers "${String(name)}".`);
      const result = await this.#handlers[name](params as never);
      this.#reply({ type: 'reply', id, result });
    } catch (error) {
      // Also when the result cannot be cloned: the caller must not wait for ever.
      this.#refuse(id, error);
    }
  }

  #refuse(id: number, error: unknown): void {
    try {
      this.#reply({ type: 'refusal', id, error: inWords(error) });
    } catch (dead) {
      this.close(`The other side cannot be reached: ${inWords(dead).message}`);
    }
  }

  #reply(message: Message): void {
    if (this.#closed === null) this.#transport.post(message);
  }
}

function remoteError({ name, message, stack }: ErrorInWords): RemoteError {
  return new RemoteError(name, message, stack);
}

function inWords(error: unknown): ErrorInWords {
  if (error instanceof Error) {
    const { name, message, stack } = error;
    return { name: String(name), message: String(message), ...(stack !== undefined && { stack }) };
  }
  try {
    return { name: 'Error', message: String(error) };
  } catch {
    return { name: 'Error', message: 'An error that cannot be put into words.' };
  }
}
