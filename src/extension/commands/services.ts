import type { TreeView } from 'vscode';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { NetworkSettings } from '../../protocol/start.ts';
import type { EndpointNode } from '../endpoints/endpointNode.ts';
import type { EndpointStore } from '../endpoints/endpointStore.ts';
import type { KeyStore } from '../endpoints/keyStore.ts';
import type { ErrorReporter } from '../host/errorReporter.ts';
import type { Log } from '../host/log.ts';
import type { Launcher } from '../measurements/launcher.ts';
import type { Measurements } from '../measurements/measurements.ts';
import type { Memory } from '../measurements/questions/memory.ts';
import type { RunRoots } from '../measurements/runRoots.ts';
import type { Panels } from '../panels/panels.ts';
import type { RunsNode } from '../runsView/nodes.ts';
import type { RunsTree } from '../runsView/runsTree.ts';

/** What commands work with. Each takes the few that it needs. */
export interface Services {
  /** Measures. */
  engine: EnginePort;
  /** Reads what is saved, in a worker of its own, so that it does not disturb a measurement. */
  reader: EnginePort;
  network: () => NetworkSettings;
  environment: NodeJS.ProcessEnv;
  endpoints: EndpointStore;
  keys: KeyStore;
  memory: Memory;
  measurements: Measurements;
  launcher: Launcher;
  roots: RunRoots;
  panels: Panels;
  endpointsView: TreeView<EndpointNode>;
  runsTree: RunsTree;
  runsView: TreeView<RunsNode>;
  errors: ErrorReporter;
  log: Log;
}
