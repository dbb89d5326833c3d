import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ExtensionContext } from 'vscode';
import type { EnginePort } from '../../engine/enginePort.ts';
import { inProcessEngine } from '../../engine/inProcessEngine.ts';
import { spawnEngine } from '../../engine/spawnEngine.ts';
import { type Log, writeEngineLog } from '../host/log.ts';
import { EditorModels } from './languageModels/editorModels.ts';
import { RoutedEngine } from './languageModels/routedEngine.ts';
import { LazyEngine } from './lazyEngine.ts';

/**
 * The engines, which start on first use. There are two, so that reading saved runs does not disturb the
 * clock of the one that measures. The editor's models can be measured only in this thread.
 */
export function enginesOf(context: ExtensionContext, log: Log): Record<'measuring' | 'reading', EnginePort> {
  const built = (name: string) => pathToFileURL(join(context.extensionPath, 'dist', name));
  const simulatorWorker = built('simulatorWorker.js');
  const tool = `llmeter ${context.extension.packageJSON.version}`;
  const spawn = () =>
    spawnEngine({
      engineWorker: built('engineWorker.js'),
      simulatorWorker,
      tool,
      onCrash: error => log.error(error),
    });
  const startInside = () =>
    inProcessEngine({
      engineModule: built('serveEngine.js'),
      simulatorWorker,
      tool,
      models: new EditorModels(context),
    });
  const measuring = new RoutedEngine(new LazyEngine(spawn), new LazyEngine(startInside));
  const reading = new LazyEngine(spawn);
  for (const engine of [measuring, reading]) engine.on('log', entry => writeEngineLog(log, entry));
  return { measuring, reading };
}
