import { Worker } from 'node:worker_threads';
import { Channel } from '../protocol/channel.ts';
import type { EngineEvents, EngineRequests } from '../protocol/engine.ts';
import type { EnginePort } from './enginePort.ts';

/** What the engine worker is started with; URLs as text. */
export interface EngineWorkerData {
  simulatorWorker: string;
  tool: string;
}

export interface SpawnOptions {
  /** The built `engineWorker.js`, or `engine/worker.ts` when run from source. */
  engineWorker: URL;
  /** The built `simulatorWorker.js`, or `simulator/worker.ts`. */
  simulatorWorker: URL;
  /** Name and version written to files as the tool that made them. */
  tool: string;
  /** The engine broke down; every open request has been refused. */
  onCrash?: (error: Error) => void;
}

/** Starts the engine in a worker thread. */
export function spawnEngine(options: SpawnOptions): EnginePort {
  const workerData: EngineWorkerData = {
    simulatorWorker: options.simulatorWorker.href,
    tool: options.tool,
  };
  const worker = new Worker(options.engineWorker, { workerData, name: 'llmeter-engine' });
  const channel = new Channel<Record<never, never>, EngineRequests, EngineEvents, Record<never, never>>(
    {
      post: message => worker.postMessage(message),
      listen: receive => {
        worker.on('message', receive);
        return () => worker.off('message', receive);
      },
    },
    {},
  );
  worker.on('error', error => {
    channel.close(`The engine stopped: ${error.message}`);
    options.onCrash?.(error);
  });
  worker.on('exit', () => channel.close('The engine is closed.'));
  return {
    request: (name, params) => channel.request(name, params),
    on: (name, listener) => channel.on(name, listener),
    close: async () => {
      await channel.request('close', null).catch(() => {});
      await worker.terminate();
    },
  };
}
