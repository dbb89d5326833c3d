import type { LanguageModels } from '../endpoints/vscodeLm/languageModels.ts';
import { systemClock } from '../measure/run/systemClock.ts';
import { Channel } from '../protocol/channel.ts';
import type { EngineEvents, EngineRequests } from '../protocol/engine.ts';
import { EmbeddedSimulator } from './embeddedSimulator.ts';
import { EngineService } from './engineService.ts';
import { type MessageEnd, transportOver } from './messageWire.ts';

/** What an engine is started with; it can be sent to another thread. */
export interface EngineData {
  /** URL of the built `simulatorWorker.js`, or `simulator/worker.ts`. */
  simulatorWorker: string;
  /** Name and version written to files as the tool that made them. */
  tool: string;
}

/** Runs an engine for the front end at the other end. `models` are the editor's when it is this process. */
export function serveEngine(
  end: MessageEnd,
  { simulatorWorker, tool }: EngineData,
  models: LanguageModels | null,
): void {
  const service = new EngineService({
    clock: systemClock,
    environment: process.env,
    tool,
    simulator: new EmbeddedSimulator(new URL(simulatorWorker)),
    models,
    emit: (name, data) => channel.emit(name, data),
  });
  const channel = new Channel<EngineEvents, Record<never, never>, Record<never, never>, EngineRequests>(
    transportOver(end),
    service.handlers(),
  );
}
