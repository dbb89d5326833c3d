import * as vscode from 'vscode';
import type { EndpointConfig } from '../endpoints/kinds.ts';
import { allCommands } from './commands/allCommands.ts';
import { registerCommands } from './commands/command.ts';
import { askAndExport } from './commands/exportReport.ts';
import { repeatRequest } from './commands/repeatRun.ts';
import type { Services } from './commands/services.ts';
import { EndpointStore } from './endpoints/endpointStore.ts';
import { EndpointTree } from './endpoints/endpointTree.ts';
import { KeyStore } from './endpoints/keyStore.ts';
import { isSimulated, type SavedEndpoint } from './endpoints/savedEndpoint.ts';
import { enginesOf } from './engines/engines.ts';
import { contextKeys, setContextKey } from './host/contextKeys.ts';
import { ErrorReporter } from './host/errorReporter.ts';
import { createLog } from './host/log.ts';
import { networkSettings } from './host/network.ts';
import { revealFolder } from './host/revealFolder.ts';
import { Benchmarks } from './measurements/benchmarks.ts';
import { ExperimentController } from './measurements/experimentController.ts';
import { Experiments } from './measurements/experiments.ts';
import { Memory } from './measurements/questions/memory.ts';
import { Turns } from './measurements/queue.ts';
import { RunController } from './measurements/runController.ts';
import { RunRoots } from './measurements/runRoots.ts';
import { registerExperimentEditor } from './panels/experimentEditor.ts';
import { ExperimentPanels } from './panels/experimentPanels.ts';
import { registerSummaryEditor } from './panels/folderEditor.ts';
import { RunPanels } from './panels/runPanels.ts';
import { registerPlanLens } from './planFiles/planLens.ts';
import { RunStatusBar } from './runsView/runStatusBar.ts';
import { showProgressOn } from './runsView/runsProgress.ts';
import { RunsTree } from './runsView/runsTree.ts';
import { RunsWatcher } from './runsView/runsWatcher.ts';

/** VS Code calls `deactivate` without a word about what was activated, so this must be remembered here. */
const lifetime = { end: async () => {} };

/** What tests inside the extension host get hold of; nobody else does. */
export type TestAccess = Services & { endpointTree: EndpointTree };

export function activate(context: vscode.ExtensionContext): TestAccess | undefined {
  const log = createLog();
  const problems = new ErrorReporter(log);
  const { measuring, reading } = enginesOf(context, log);

  const keys = new KeyStore(context.secrets, process.env);
  const endpoints = new EndpointStore(context.globalState, keys);
  const endpointTree = new EndpointTree(endpoints, keys);
  const roots = new RunRoots(context.workspaceState, context.globalStorageUri);
  const secretsFor = (endpoint: SavedEndpoint) => keys.secretsFor(endpoint);
  const networkFor = (config: EndpointConfig) => (isSimulated(config) ? {} : networkSettings());
  const runs = new RunController(measuring, secretsFor, networkFor, log);
  const experimentRuns = new ExperimentController(measuring, secretsFor, networkFor, log);
  const turns = new Turns([runs, experimentRuns]);
  const panels = new RunPanels(context.extensionUri, reading, runs, {
    revealFolder,
    showLog: () => log.show(),
    runAgain: async source => {
      const request = await repeatRequest(source, endpoints, roots);
      if (request) void benchmarks.startAndReport(request);
    },
  });
  const experimentPanels = new ExperimentPanels(context.extensionUri, reading, experimentRuns, {
    revealFolder,
    openRun: folder => panels.show({ folder }),
    exportReport: ({ folders }) => askAndExport({ reader: reading }, folders),
    showLog: () => log.show(),
    showProblem: error => problems.show(error),
  });
  const runsTree = new RunsTree(reading, roots, runs, experimentRuns, problems, log);
  const endpointsView = vscode.window.createTreeView('llmeter.endpoints', {
    treeDataProvider: endpointTree,
    canSelectMany: true,
  });
  const runsView = vscode.window.createTreeView('llmeter.runs', {
    treeDataProvider: runsTree,
    canSelectMany: true,
    showCollapseAll: true,
  });
  const surroundings = { roots, turns, problems, somethingIsVisible: () => runsView.visible };
  const benchmarks = new Benchmarks(runs, panels, surroundings);
  const experiments = new Experiments(experimentRuns, experimentPanels, surroundings);
  const services: Services = {
    engine: measuring,
    reader: reading,
    network: networkSettings,
    environment: process.env,
    endpoints,
    keys,
    memory: new Memory(context.globalState),
    runs,
    benchmarks,
    experimentRuns,
    experiments,
    roots,
    panels,
    experimentPanels,
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
    experimentRuns,
    turns,
    panels,
    experimentPanels,
    runsTree,
    endpointsView,
    runsView,
    showProgressOn(runsView, runs, experimentRuns),
    new RunStatusBar(runs, experimentRuns),
    new RunsWatcher(roots, () => void runsTree.refresh()),
    registerSummaryEditor(panels),
    registerExperimentEditor(experimentPanels),
    registerPlanLens(),
    ...registerCommands(allCommands(services), problems),
  );
  lifetime.end = async () => {
    turns.dispose();
    await Promise.all([runs.stopAll(), experimentRuns.stopAll()]);
    await Promise.all([measuring.close(), reading.close()]);
  };
  return context.extensionMode === vscode.ExtensionMode.Test ? { ...services, endpointTree } : undefined;
}

/** Stops what runs, and answers when it is saved. */
export function deactivate(): Promise<void> {
  return lifetime.end();
}
