import { Worker } from 'node:worker_threads';
import type { EnginePort } from './enginePort.ts';
import { engineOver } from './messageWire.ts';
import type { EngineData } from './serveEngine.ts';

export interface SpawnOptions {
  /** The built `engineWorker.js`, or `engine/worker.ts` when run from source. */
  engineWorker: URL;
  /** The built `simulatorWorker.js`, or `simulator/worker.ts`. */
  simulatorWorker: URL;
  /** Name and version written to files as the tool that made them. */
  tool: string;
  /** Called when the engine has crashed; every open request has been refused. */
  onCrash?: (error: Error) => void;
}

/** Starts the engine in a worker thread. */
export function spawnEngine(options: SpawnOptions): EnginePort {
  const workerData: EngineData = { simulatorWorker: options.simulatorWorker.href, tool: options.tool };
  const worker = new Worker(options.engineWorker, { workerData, name: 'llmeter-engine' });
  const { engine, lost } = engineOver(worker, () => worker.terminate());
  worker.on('error', error => {
    lost(`The engine stopped: ${error.message}`);
    options.onCrash?.(error);
  });
  worker.on('exit', () => lost('The engine is closed.'));
  return engine;
}
