import type { TreeView } from 'vscode';
import type { EnginePort } from '../engine/enginePort.ts';
import type { NetworkSettings } from '../protocol/engine.ts';
import type { EndpointNode } from './endpoints/endpointNode.ts';
import type { EndpointStore } from './endpoints/endpointStore.ts';
import type { KeyStore } from './endpoints/keyStore.ts';
import type { ExperimentController } from './experiments/experimentController.ts';
import type { Experiments } from './experiments/experiments.ts';
import type { Log } from './host/log.ts';
import type { Problems } from './host/problems.ts';
import type { ExperimentPanels } from './panels/experimentPanels.ts';
import type { RunPanels } from './panels/runPanels.ts';
import type { Memory } from './picks/memory.ts';
import type { Benchmarks } from './runs/benchmarks.ts';
import type { RunController } from './runs/runController.ts';
import type { RunsNode } from './runs/runNodes.ts';
import type { RunRoots } from './runs/runRoots.ts';
import type { RunsTree } from './runs/runsTree.ts';

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
  problems: Problems;
  log: Log;
}
