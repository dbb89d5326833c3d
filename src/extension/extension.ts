import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import { spawnEngine } from '../engine/spawnEngine.ts';
import { allCommands } from './commands/allCommands.ts';
import { registerCommands } from './commands/command.ts';
import { EndpointStore } from './endpoints/endpointStore.ts';
import { EndpointTree } from './endpoints/endpointTree.ts';
import { KeyStore } from './endpoints/keyStore.ts';
import { isSimulated } from './endpoints/savedEndpoint.ts';
import { contextKeys, setContextKey } from './host/contextKeys.ts';
import { LazyEngine } from './host/lazyEngine.ts';
import { createLog, writeEngineLog } from './host/log.ts';
import { networkSettings } from './host/network.ts';
import { Problems } from './host/problems.ts';
import { revealFolder } from './host/revealFolder.ts';
import { restoreRunPanels } from './panels/restoreRunPanels.ts';
import { RunPanels } from './panels/runPanels.ts';
import { ShownRuns } from './panels/shownRuns.ts';
import { registerSummaryEditor } from './panels/summaryEditor.ts';
import { Memory } from './picks/memory.ts';
import { Benchmarks } from './runs/benchmarks.ts';
import { registerPlanLens } from './runs/planLens.ts';
import { repeatRequest } from './runs/repeatRun.ts';
import { RunController } from './runs/runController.ts';
import { RunRoots } from './runs/runRoots.ts';
import { RunStatusBar } from './runs/runStatusBar.ts';
import { showProgressOn } from './runs/runsProgress.ts';
import { RunsTree } from './runs/runsTree.ts';
import { RunsWatcher } from './runs/runsWatcher.ts';
import type { Services } from './services.ts';

/** VS Code calls `deactivate` without a word about what was activated, so this must be remembered here. */
const lifetime = { end: async () => {} };

/** What tests inside the extension host get hold of; nobody else does. */
export type TestAccess = Services & { endpointTree: EndpointTree };

export function activate(context: vscode.ExtensionContext): TestAccess | undefined {
  const log = createLog();
  const problems = new Problems(log);
  const start = () =>
    spawnEngine({
      engineWorker: pathToFileURL(join(context.extensionPath, 'dist', 'engineWorker.js')),
      simulatorWorker: pathToFileURL(join(context.extensionPath, 'dist', 'simulatorWorker.js')),
      tool: `llmeter ${context.extension.packageJSON.version}`,
      onCrash: error => log.error(error),
    });
  // Two of them, so that reading old runs never disturbs the clock of the one that measures.
  const measuring = new LazyEngine(start);
  const reading = new LazyEngine(start);
  for (const engine of [measuring, reading]) engine.on('log', entry => writeEngineLog(log, entry));

  const keys = new KeyStore(context.secrets, process.env);
  const endpoints = new EndpointStore(context.globalState, keys);
  const endpointTree = new EndpointTree(endpoints, keys);
  const roots = new RunRoots(context.workspaceState, context.globalStorageUri);
  const runs = new RunController(
    measuring,
    endpoint => keys.secretsFor(endpoint),
    config => (isSimulated(config) ? {} : networkSettings()),
    log,
  );
  const panels = new RunPanels(context.extensionUri, reading, runs, new ShownRuns(context.workspaceState), {
    revealFolder,
    showLog: () => log.show(),
    runAgain: async source => {
      const request = await repeatRequest(source, endpoints, roots);
      if (request) void benchmarks.startAndReport(request);
    },
  });
  const runsTree = new RunsTree(reading, roots, runs, problems, log);
  const endpointsView = vscode.window.createTreeView('llmeter.endpoints', {
    treeDataProvider: endpointTree,
    canSelectMany: true,
  });
  const runsView = vscode.window.createTreeView('llmeter.runs', {
    treeDataProvider: runsTree,
    canSelectMany: true,
    showCollapseAll: true,
  });
  const benchmarks = new Benchmarks(runs, panels, roots, problems, () => runsView.visible);
  const services: Services = {
    engine: measuring,
    network: networkSettings,
    environment: process.env,
    endpoints,
    keys,
    memory: new Memory(context.globalState),
    runs,
    benchmarks,
    roots,
    panels,
    endpointsView,
    runsTree,
    runsView,
    problems,
    log,
  };

  for (const [key, value] of Object.entries(contextKeys))
    setContextKey(key as keyof typeof contextKeys, value);
  context.subscriptions.push(
    log,
    endpoints,
    roots,
    runs,
    runsTree,
    endpointsView,
    runsView,
    showProgressOn(runsView, runs),
    new RunStatusBar(runs),
    new RunsWatcher(roots, () => runsTree.refresh()),
    restoreRunPanels(panels),
    registerSummaryEditor(panels),
    registerPlanLens(),
    ...registerCommands(allCommands(services), problems),
  );
  lifetime.end = async () => {
    await runs.stopAll();
    await Promise.all([measuring.close(), reading.close()]);
  };
  return context.extensionMode === vscode.ExtensionMode.Test ? { ...services, endpointTree } : undefined;
}

/** Stops what runs, and answers when it is saved. */
export function deactivate(): Promise<void> {
  return lifetime.end();
}
