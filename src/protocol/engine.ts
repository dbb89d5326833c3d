/**
 * The protocol module defines every message between processes: what front ends ask of the engine, what the
 * engine reports, and what webviews and the extension tell each other. It never holds behaviour beyond the one
 * `Channel` class. Start with measurement.ts, the union of everything that can be measured. Then read
 * `EngineRequests` below, start.ts for what a measurement needs, and run.ts for what it reports.
 */

import type { CompatView } from '../core/compat/compatView.ts';
import type { CompatTool } from '../core/compat/compatViews.ts';
import type { RunEstimate } from '../core/cost/estimateTogether.ts';
import type { Heatmap } from '../core/heatmap/heatmap.ts';
import type { AwsProfile } from '../core/plan/awsProfile.ts';
import type { ConsentList } from './consent.ts';
import type {
  ExperimentContent,
  ExperimentEntry,
  ExportData,
  ExportedFiles,
  ExportReport,
  OpenExperiment,
  ReadHeatmap,
} from './experiments.ts';
import type { Finished, Measurement } from './measurement.ts';
import type { ConnectionTest, LoadTest, Report, RequestDetail, RunListEntry, RunSnapshot } from './run.ts';
import type { NetworkSettings, Secrets } from './start.ts';
import type { Verification } from './verification.ts';

/** Logs a saved run to MLflow, as the `mlflow` callback does at the end of a run. */
export interface LogToMlflow {
  folder: string;
  /** As in a plan, unchecked. */
  mlflow: unknown;
  network: NetworkSettings;
}

export interface LoggedToMlflow {
  /** Address of the run's page. */
  page: string;
  /** Sentences. */
  warnings: string[];
}

/** Requests the engine answers. Each may be refused with a sentence. */
export interface EngineRequests {
  /**
   * Answers when the measurement has ended. Meanwhile `snapshot` events report each of its steps, and
   * `step` events announce steps that run one after another. `id` is the caller's own; `stop` names it.
   */
  measure: { params: { id: string; measurement: Measurement }; result: Finished };
  /** What a person has to agree to before this is measured or estimated, with the cost where it is known. */
  consent: { params: Measurement; result: ConsentList };
  /** What each of its runs would cost. Sends nothing; refused as the measurement itself would be. */
  estimateCost: { params: Measurement; result: RunEstimate[] };
  /** Stage one lets requests in flight finish; stage two aborts them. */
  stop: { params: { id: string; stage: 1 | 2 }; result: null };
  testConnection: {
    params: { endpoint: unknown; secrets: Secrets; network: NetworkSettings };
    result: ConnectionTest;
  };
  /** `prices`: a price table to compute costs with, instead of the prices valid at the time of the run. */
  /** `filter` keeps only the requests that meet it, e.g. "error is null". */
  loadReport: { params: { folder: string; prices?: string; filter?: string }; result: Report };
  loadRequest: { params: { folder: string; index: number }; result: RequestDetail };
  readLoadTest: { params: { folder: string }; result: LoadTest };
  readHeatmap: { params: ReadHeatmap; result: Heatmap };
  /** What is in the folders, ready to be shown side by side. */
  openExperiment: { params: OpenExperiment; result: ExperimentContent };
  /** A run as other tools would report it. Default: all tools. */
  compatViews: { params: { folder: string; tools?: CompatTool[] }; result: CompatView[] };
  /** Recomputes every number of the folders from their records. */
  verify: { params: { folders: string[] }; result: Verification[] };
  exportReport: { params: ExportReport; result: null };
  logToMlflow: { params: LogToMlflow; result: LoggedToMlflow };
  exportData: { params: ExportData; result: ExportedFiles };
  /** The runs in the folders and the experiments they belong to, each newest first. */
  listRuns: {
    params: { roots: string[] };
    result: { runs: RunListEntry[]; experiments: ExperimentEntry[]; warnings: string[] };
  };
  /** The named profiles of the user's AWS configuration files. */
  listAwsProfiles: { params: null; result: AwsProfile[] };
  /** The models a server offers, or [] if it does not list them. */
  listModels: {
    params: { endpoint: unknown; secrets: Secrets; network: NetworkSettings };
    result: string[];
  };
  /** Stops all measurements, keeps their data and frees everything. No request may follow. */
  close: { params: null; result: null };
}

export interface EngineEvents {
  /** The newest state of one step of a measurement: a level, a side, or the only run. Steps count from 0. */
  snapshot: { id: string; step: number; snapshot: RunSnapshot };
  /** A step begins; the ones before it are over. */
  step: { id: string; step: number };
  log: { level: 'info' | 'warn' | 'error'; message: string };
}
