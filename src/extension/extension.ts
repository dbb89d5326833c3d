/**
 * The extension module is everything that talks to VS Code: commands, trees, questions, the panels around the
 * webviews, the user's endpoints and keys, and the measurements in progress in this window. It never measures, reads
 * run folders or computes results: it asks the engine, which runs in a worker. Start with commands/measureCommand.ts,
 * which turns answers or typed arguments into a request. Then follow the request through measurements/launcher.ts and
 * measurements/measurements.ts to the engine, and its state back to panels/source.ts and runsView/runsTree.ts.
 */

import * as vscode from 'vscode';
import { allCommands } from './commands/allCommands.ts';
import { registerCommands } from './commands/command.ts';
import { askAndExport } from './commands/exportReport.ts';
import { repeatRequest } from './commands/repeatRun.ts';
import type { Services } from './commands/services.ts';
import { EndpointStore } from './endpoints/endpointStore.ts';
import { EndpointTree } from './endpoints/endpointTree.ts';
import { KeyStore } from './endpoints/keyStore.ts';
import { isSimulated } from './endpoints/savedEndpoint.ts';
import { enginesOf } from './engines/engines.ts';
import { contextKeys, setContextKey } from './host/contextKeys.ts';
import { ErrorReporter } from './host/errorReporter.ts';
import { createLog } from './host/log.ts';
import { networkSettings } from './host/network.ts';
import { revealFolder } from './host/revealFolder.ts';
import { Consents } from './measurements/consents.ts';
import { Launcher } from './measurements/launcher.ts';
import { Measurements } from './measurements/measurements.ts';
import { Memory } from './measurements/questions/memory.ts';
import { MeasurementQueue } from './measurements/queue.ts';
import { RunRoots } from './measurements/runRoots.ts';
import { registerFolderEditors } from './panels/folderEditor.ts';
import { Panels } from './panels/panels.ts';
import { registerPlanLens } from './planFiles/planLens.ts';
import { RunStatusBar } from './runsView/runStatusBar.ts';
import { showProgressOn } from './runsView/runsProgress.ts';
import { RunsTree } from './runsView/runsTree.ts';
import { RunsWatcher } from './runsView/runsWatcher.ts';

/** VS Code calls `deactivate` without arguments, so `activate` leaves here what it has to do. */
const lifetime = { end: async () => {} };

/** What tests inside the extension host can use. Nobody else gets it. */
export type TestAccess = Services & { endpointTree: EndpointTree };

export function activate(context: vscode.ExtensionContext): TestAccess | undefined {
  const parts = createParts(context);
  const { services, endpointTree, queue } = parts;
  for (const [key, value] of Object.entries(contextKeys)) {
    setContextKey(key as keyof typeof contextKeys, value);
  }
  context.subscriptions.push(...disposablesOf(parts));
  lifetime.end = async () => {
    queue.dispose();
    await services.measurements.stopAll();
    await Promise.all([services.engine.close(), services.reader.close()]);
  };
  return context.extensionMode === vscode.ExtensionMode.Test ? { ...services, endpointTree } : undefined;
}

/** Stops what is in progress, and answers when it is saved. */
export function deactivate(): Promise<void> {
  return lifetime.end();
}

interface Parts {
  services: Services;
  endpointTree: EndpointTree;
  queue: MeasurementQueue;
}

function createParts(context: vscode.ExtensionContext): Parts {
  const log = createLog();
  const errors = new ErrorReporter(log);
  const { measuring: engine, reading: reader } = enginesOf(context, log);
  const keys = new KeyStore(context.secrets, process.env);
  const endpoints = new EndpointStore(context.globalState, keys);
  const endpointTree = new EndpointTree(endpoints, keys);
  const roots = new RunRoots(context.workspaceState, context.globalStorageUri);
  const measurements = new Measurements({
    engine,
    reader,
    secretsFor: endpoint => keys.secretsFor(endpoint),
    networkFor: config => (isSimulated(config) ? {} : networkSettings()),
    defaultOutput: () => roots.usual(),
    log,
  });
  const panels = createPanels(context.extensionUri, {
    reader,
    endpoints,
    roots,
    measurements,
    errors,
    log,
    // The launcher needs the panels, which need it only when a person clicks.
    launcher: () => launcher,
  });
  const runsTree = new RunsTree({ reader, roots, measurements, errors, log });
  const { endpointsView, runsView } = createTreeViews(endpointTree, runsTree);
  const queue = new MeasurementQueue(measurements);
  const progressIsVisible = () => runsView.visible;
  const consents = new Consents(context.globalState);
  const launcher = new Launcher({
    ...{ measurements, queue, consents, panels, roots, errors, progressIsVisible, log },
  });
  const services: Services = {
    engine,
    reader,
    network: networkSettings,
    environment: process.env,
    endpoints,
    keys,
    memory: new Memory(context.globalState),
    measurements,
    launcher,
    roots,
    panels,
    endpointsView,
    runsTree,
    runsView,
    errors,
    log,
  };
  return { services, endpointTree, queue };
}

type PanelServices = Pick<Services, 'reader' | 'endpoints' | 'roots' | 'measurements' | 'errors' | 'log'> & {
  launcher: () => Launcher;
};

function createPanels(extension: vscode.Uri, services: PanelServices): Panels {
  const { reader, endpoints, roots, measurements, errors, log, launcher } = services;
  return new Panels(
    { extension, measurements, showLog: () => log.show() },
    {
      reader,
      revealFolder,
      runAgain: async source => {
        void launcher().startAndReport(await repeatRequest(source, endpoints, roots));
      },
      exportReport: folders => askAndExport({ reader }, folders),
      showError: error => errors.show(error),
    },
  );
}

function createTreeViews(endpointTree: EndpointTree, runsTree: RunsTree) {
  const endpointsView = vscode.window.createTreeView('llmeter.endpoints', {
    treeDataProvider: endpointTree,
    canSelectMany: true,
  });
  const runsView = vscode.window.createTreeView('llmeter.runs', {
    treeDataProvider: runsTree,
    canSelectMany: true,
    showCollapseAll: true,
  });
  return { endpointsView, runsView };
}

/** Everything that ends with the extension, in the order of creation. */
function disposablesOf({ services, queue }: Parts): vscode.Disposable[] {
  const { log, endpoints, roots, measurements, panels, runsTree, endpointsView, runsView, errors } = services;
  return [
    log,
    endpoints,
    roots,
    measurements,
    queue,
    panels,
    runsTree,
    endpointsView,
    runsView,
    showProgressOn(runsView, measurements),
    new RunStatusBar(measurements),
    new RunsWatcher(roots, () => void runsTree.refresh()),
    registerFolderEditors(panels),
    registerPlanLens(),
    ...registerCommands(allCommands(services), errors),
  ];
}
