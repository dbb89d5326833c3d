import type { EngineEvents, EngineRequests } from '../protocol/engine.ts';

/**
 * The engine as front ends see it: requests and events. The extension and the command line each hold one.
 * They do not know whether a worker thread or their own thread answers.
 */
export interface EnginePort {
  request<K extends keyof EngineRequests & string>(
    name: K,
    params: EngineRequests[K]['params'],
  ): Promise<EngineRequests[K]['result']>;
  on<K extends keyof EngineEvents>(name: K, listener: (data: EngineEvents[K]) => void): () => void;
  /** Ends the engine after its files are flushed. Measurements that are still running become partial. */
  close(): Promise<void>;
}
