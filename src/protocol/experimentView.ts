import type { ComparedKey } from '../core/compare/comparedMetrics.ts';
import type { Heatmap } from '../core/heatmap/heatmap.ts';
import type { ExperimentContent } from './experiments.ts';
import type { ExperimentKind } from './measurementKind.ts';
import type { PanelRequests } from './panel.ts';
import type { RunSnapshot } from './run.ts';

/** One run of an experiment in progress: a level, a side, or the only one. */
export interface ExperimentStep {
  label: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  /** The newest; of a step that is over, its last. */
  snapshot: RunSnapshot | null;
}

/** An experiment in progress. Always complete. */
export interface ExperimentProgress {
  title: string;
  kind: ExperimentKind;
  /** Title of the recipe, or null. */
  recipe: string | null;
  stopping: boolean;
  steps: ExperimentStep[];
}

/** What an experiment panel shows. */
export type ExperimentViewState =
  | { kind: 'loading'; message: string }
  | { kind: 'error'; message: string }
  | { kind: 'live'; progress: ExperimentProgress }
  | { kind: 'content'; title: string; content: ExperimentContent };

/** Experiment panel -> extension. */
export interface ExperimentViewRequests extends PanelRequests<ExperimentViewState> {
  /** Compares again with another deciding metric; a new state follows. */
  setDecidingMetric: { params: { decidingMetric: ComparedKey }; result: null };
  /** Sorts a heatmap's lengths in another way; a new state follows. */
  setBins: { params: { bins: Heatmap['bins'] }; result: null };
  openRun: { params: { folder: string }; result: null };
  revealFolder: { params: { folder: string }; result: null };
  /** Asks where to save and saves; answers whether it was saved. Pictures are bytes, all else is text. */
  save: { params: { suggestedName: string; content: string | Uint8Array }; result: boolean };
  /** Writes the self-contained HTML report and shows where it is. */
  exportReport: { params: null; result: null };
}
