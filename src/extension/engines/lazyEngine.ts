import type { EnginePort } from '../../engine/enginePort.ts';
import type { EngineEvents, EngineRequests } from '../../protocol/engine.ts';

/** Every event of an engine. The type check fails if a new one is missing. */
const eventNames = Object.keys({
  snapshot: true,
  step: true,
  log: true,
} satisfies Record<keyof EngineEvents, true>) as (keyof EngineEvents)[];

/** An engine that starts at the first request, and again after it was lost. */
export class LazyEngine implements EnginePort {
  readonly #start: () => EnginePort;
  readonly #listeners = new Map<keyof EngineEvents, Set<(data: never) => void>>();
  #engine: EnginePort | null = null;
  #closed = false;

  constructor(start: () => EnginePort) {
    this.#start = start;
  }

  async request<K extends keyof EngineRequests & string>(
    name: K,
    params: EngineRequests[K]['params'],
  ): Promise<EngineRequests[K]['result']> {
    if (this.#closed) throw new Error('The engine is closed.');
    const engine = this.#running();
    try {
      return await engine.request(name, params);
    } catch (error) {
      // The worker has died. Its open requests are lost; the next request starts a new one.
      if (error instanceof Error && error.name === 'ChannelClosed' && this.#engine === engine) {
        this.#engine = null;
      }
      throw error;
    }
  }

  on<K extends keyof EngineEvents>(name: K, listener: (data: EngineEvents[K]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#engine?.close();
    this.#engine = null;
  }

  #running(): EnginePort {
    if (this.#engine) return this.#engine;
    const engine = this.#start();
    for (const name of eventNames) engine.on(name, data => this.#tell(name, data));
    this.#engine = engine;
    return engine;
  }

  #tell<K extends keyof EngineEvents>(name: K, data: EngineEvents[K]): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(data as never);
  }
}
