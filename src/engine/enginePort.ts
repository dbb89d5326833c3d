import type { EngineEvents, EngineRequests } from '../protocol/engine.ts';

/**
 * The engine as its faces see it: ask, and hear. The extension and the command line hold one of
 * these; whether a worker thread or the same thread answers is not their business.
 */
export interface EnginePort {
  request<K extends keyof EngineRequests & string>(
    name: K,
    params: EngineRequests[K]['params'],
  ): Promise<EngineRequests[K]['result']>;
  on<K extends keyof EngineEvents>(name: K, listener: (data: EngineEvents[K]) => void): () => void;
  /** Ends the engine after its files are flushed; running runs become partial. */
  close(): Promise<void>;
}
