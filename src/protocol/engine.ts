import type { ComparedKey } from '../core/compare/comparedMetrics.ts';
import type { CompatView } from '../core/compat/compatView.ts';
import type { CompatTool } from '../core/compat/compatViews.ts';
import type { RunEstimate } from '../core/cost/estimateTogether.ts';
import type { Heatmap } from '../core/heatmap/heatmap.ts';
import type { AwsProfile } from '../core/plan/awsProfile.ts';
import type {
  AbOutcome,
  ExperimentContent,
  ExperimentEntry,
  ExportData,
  ExportReport,
  HeatmapOutcome,
  OpenExperiment,
  ReadHeatmap,
  StartAb,
  StartHeatmap,
} from './experiments.ts';
import type {
  ConnectionTest,
  LoadTest,
  LoadTestOutcome,
  Report,
  RequestDetail,
  RunComparison,
  RunListEntry,
  RunOutcome,
  RunSnapshot,
} from './run.ts';

/** Values that must never be written anywhere; they exist only in the engine's memory. */
export interface Secrets {
  apiKey?: string;
  /** Static AWS keys; without them the credential chain of the AWS tools holds. */
  aws?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

/** What the process knows about the network that the engine must use. */
export interface NetworkSettings {
  /** Proxy URL for all requests; else HTTPS_PROXY/HTTP_PROXY/NO_PROXY of the environment hold. */
  proxy?: string;
  /** Additional certificate authorities, PEM. */
  certificates?: string[];
}

export interface StartRun {
  runId: string;
  /** As people wrote it: unchecked. The engine checks it and answers with sentences. */
  plan: unknown;
  /** Folder that a relative `output` or payload path starts from. */
  baseFolder: string;
  /** Where run folders go when the plan names no `output`. */
  defaultOutput: string;
  /** Price table for plans that name none. */
  prices?: string;
  /** Modules that the plan names as callbacks may be run, as in a trusted workspace; default: no. */
  allowModules?: boolean;
  secrets: Secrets;
  network: NetworkSettings;
}

/** The plan with each number of clients in turn, in this order. */
export interface StartLoadTest extends StartRun {
  levels: number[];
  /** Least requests of a client and of a level (llmeter-format 7.1); not for a plan with a duration. */
  minRequestsPerClient?: number;
  minRequestsPerRun?: number;
}

/** Logs a saved run to MLflow, as the callback of that name does with one that ends. */
export interface LogToMlflow {
  folder: string;
  /** As in a plan: unchecked. */
  mlflow: unknown;
  network: NetworkSettings;
}

export interface LoggedToMlflow {
  /** Address of the run's page. */
  page: string;
  /** Sentences. */
  warnings: string[];
}

/** What could be started, by the name of its request. */
export type Planned = {
  [K in 'run' | 'loadTest' | 'abRun' | 'heatmap']: { what: K } & Omit<EngineRequests[K]['params'], 'runId'>;
}['run' | 'loadTest' | 'abRun' | 'heatmap'];

/** Requests the engine worker answers; every one may be refused with a sentence. */
export interface EngineRequests {
  /** Answers when the run is over. Snapshots come meanwhile as `snapshot` events. */
  run: { params: StartRun; result: RunOutcome };
  /**
   * Answers when the last level is over. Each level is a run of its own, all under one `runId`: its
   * snapshots come meanwhile, `level` events announce it, and `stop` ends it and what would follow.
   */
  loadTest: { params: StartLoadTest; result: LoadTestOutcome };
  /**
   * Answers when all sides are over and compared. Each side is a run of its own: its snapshots come
   * meanwhile, under `<runId>:<index of the side>`; `stop` ends all.
   */
  abRun: { params: StartAb; result: AbOutcome };
  /** Answers when the run with all combinations is over; snapshots and `stop` as for `run`. */
  heatmap: { params: StartHeatmap; result: HeatmapOutcome };
  /** What each of its runs would cost, without sending anything; refused as it would be itself. */
  estimateCost: { params: Planned; result: RunEstimate[] };
  /** Stage one lets requests in flight finish; stage two aborts them. */
  stop: { params: { runId: string; stage: 1 | 2 }; result: null };
  /** The complete present state, or null for an unknown run. */
  snapshot: { params: { runId: string }; result: RunSnapshot | null };
  testConnection: {
    params: { endpoint: unknown; secrets: Secrets; network: NetworkSettings };
    result: ConnectionTest;
  };
  /** `prices`: a price table to compute its costs by, instead of the prices of its time. */
  loadReport: { params: { folder: string; prices?: string }; result: Report };
  loadRequest: { params: { folder: string; index: number }; result: RequestDetail };
  /** Compares saved runs with the first of them; `decidingMetric` decides. */
  compareRuns: { params: { folders: string[]; decidingMetric?: ComparedKey }; result: RunComparison };
  readLoadTest: { params: { folder: string }; result: LoadTest };
  readHeatmap: { params: ReadHeatmap; result: Heatmap };
  /** What lies in folders, for people to look at side by side. */
  openExperiment: { params: OpenExperiment; result: ExperimentContent };
  /** A run as other tools would report it; default: all we know. */
  compatViews: { params: { folder: string; tools?: CompatTool[] }; result: CompatView[] };
  exportReport: { params: ExportReport; result: null };
  logToMlflow: { params: LogToMlflow; result: LoggedToMlflow };
  /** Answers with the files that were written. */
  exportData: { params: ExportData; result: string[] };
  /** The runs below folders and the experiments they belong to, each newest first. */
  listRuns: {
    params: { roots: string[] };
    result: { runs: RunListEntry[]; experiments: ExperimentEntry[]; warnings: string[] };
  };
  /** The named profiles of the user's AWS configuration files. */
  listAwsProfiles: { params: null; result: AwsProfile[] };
  /** The models a server offers, or [] where it does not say. */
  listModels: {
    params: { endpoint: unknown; secrets: Secrets; network: NetworkSettings };
    result: string[];
  };
  /** Stops all runs, keeping their data, and frees everything. The last request there can be. */
  close: { params: null; result: null };
}

export interface EngineEvents {
  snapshot: RunSnapshot;
  /** A level of a load test begins; `index` counts from 0. */
  level: { runId: string; index: number; of: number; clients: number };
  log: { level: 'info' | 'warn' | 'error'; message: string };
}
