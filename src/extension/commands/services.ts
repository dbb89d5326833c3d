import type { TreeView } from 'vscode';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { NetworkSettings } from '../../protocol/start.ts';
import type { EndpointNode } from '../endpoints/endpointNode.ts';
import type { EndpointStore } from '../endpoints/endpointStore.ts';
import type { KeyStore } from '../endpoints/keyStore.ts';
import type { ErrorReporter } from '../host/errorReporter.ts';
import type { Log } from '../host/log.ts';
import type { Benchmarks } from '../measurements/benchmarks.ts';
import type { ExperimentController } from '../measurements/experimentController.ts';
import type { Experiments } from '../measurements/experiments.ts';
import type { Memory } from '../measurements/questions/memory.ts';
import type { RunController } from '../measurements/runController.ts';
import type { RunRoots } from '../measurements/runRoots.ts';
import type { ExperimentPanels } from '../panels/experimentPanels.ts';
import type { RunPanels } from '../panels/runPanels.ts';
import type { RunsNode } from '../runsView/nodes.ts';
import type { RunsTree } from '../runsView/runsTree.ts';

/** What commands are made of; each takes the few it needs. */
export interface Services {
  /** Measures. */
  engine: EnginePort;
  /** Reads what is saved; nothing it does disturbs a measurement. */
  reader: EnginePort;
  network: () => NetworkSettings;
  environment: NodeJS.ProcessEnv;
  endpoints: EndpointStore;
  keys: KeyStore;
  memory: Memory;
  runs: RunController;
  benchmarks: Benchmarks;
  experimentRuns: ExperimentController;
  experiments: Experiments;
  roots: RunRoots;
  panels: RunPanels;
  experimentPanels: ExperimentPanels;
  endpointsView: TreeView<EndpointNode>;
  runsTree: RunsTree;
  runsView: TreeView<RunsNode>;
  problems: ErrorReporter;
  log: Log;
}
