import { parentPort, workerData } from 'node:worker_threads';
import { Channel } from '../protocol/channel.ts';
import type { EngineEvents, EngineRequests } from '../protocol/engine.ts';
import { systemClock } from './run/systemClock.ts';
import { EmbeddedSimulator } from './session/embeddedSimulator.ts';
import { EngineService } from './session/engineService.ts';
import type { EngineWorkerData } from './spawnEngine.ts';

/** The engine's own thread: neither the editor nor a terminal disturbs its clock, nor it them. */
if (!parentPort) throw new Error('The engine worker must be started as a worker thread.');
const port = parentPort;
const { simulatorWorker, tool } = workerData as EngineWorkerData;

const service = new EngineService({
  clock: systemClock,
  environment: process.env,
  tool,
  simulator: new EmbeddedSimulator(new URL(simulatorWorker)),
  onSnapshot: snapshot => channel.emit('snapshot', snapshot),
  onLevel: level => channel.emit('level', level),
  log: entry => channel.emit('log', entry),
});
const channel = new Channel<EngineEvents, Record<never, never>, Record<never, never>, EngineRequests>(
  {
    post: message => port.postMessage(message),
    listen: receive => {
      port.on('message', receive);
      return () => port.off('message', receive);
    },
  },
  service.handlers(),
);
