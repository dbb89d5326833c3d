import { parentPort, workerData } from 'node:worker_threads';
import { type EngineData, serveEngine } from './serveEngine.ts';

/** The engine's own thread, so that the front end and the measurement do not delay each other. */
if (!parentPort) throw new Error('The engine worker must be started as a worker thread.');
serveEngine(parentPort, workerData as EngineData, null);
