import { MessageChannel } from 'node:worker_threads';
import { messageOf } from '../core/base/errors.ts';
import type { LanguageModels } from '../endpoints/vscodeLm/languageModels.ts';
import type { EnginePort } from './enginePort.ts';
import { engineOver } from './messageWire.ts';
import type { serveEngine } from './serveEngine.ts';

export interface InProcessOptions {
  /** The built `serveEngine.js`, or `engine/serveEngine.ts` when run from source. */
  engineModule: URL;
  /** The built `simulatorWorker.js`, or `simulator/worker.ts`. */
  simulatorWorker: URL;
  /** Name and version written to files as the tool that made them. */
  tool: string;
  models: LanguageModels;
}

/**
 * An engine in the caller's thread, for the editor's models, which no other thread can reach. Its code is
 * loaded by this call, not with the calling module. Messages are copied, as they are between threads.
 */
export function inProcessEngine({
  engineModule,
  simulatorWorker,
  tool,
  models,
}: InProcessOptions): EnginePort {
  const { port1, port2 } = new MessageChannel();
  const { engine, lost } = engineOver(port1, () => port1.close());
  const loaded: Promise<{ serveEngine: typeof serveEngine }> = import(engineModule.href);
  loaded
    .then(module => module.serveEngine(port2, { simulatorWorker: simulatorWorker.href, tool }, models))
    .catch(error => {
      lost(`The engine could not be loaded: ${messageOf(error)}`);
      port1.close();
    });
  return engine;
}
