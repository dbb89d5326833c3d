import { parentPort, workerData } from 'node:worker_threads';
import { type EngineData, serveEngine } from './serveEngine.ts';

/** The engine's own thread: neither the editor nor a terminal disturbs its clock, nor it them. */
if (!parentPort) throw new Error('The engine worker must be started as a worker thread.');
serveEngine(parentPort, workerData as EngineData, null);
