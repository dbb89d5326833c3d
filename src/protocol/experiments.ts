import type { ComparedKey } from '../core/compare/comparedMetrics.ts';
import type { PartsComparison } from '../core/compare/parts.ts';
import type { SampleColumns } from '../core/compare/sample.ts';
import type { Heatmap } from '../core/heatmap/heatmap.ts';
import type { LoadTestSeries } from '../core/loadTest/series.ts';
import type { RepeatedNumber } from '../core/repeats/repeatedRun.ts';
import type { ExperimentKind } from './measurementKind.ts';
import type { LoadTest, RunComparison, RunOutcome } from './run.ts';

/** `partial`: stopped or killed, data kept. `failed`: it could not go on. */
export type ExperimentState = 'saved' | 'partial' | 'failed';

/** An experiment as the Runs tree lists it. */
export interface ExperimentEntry {
  folder: string;
  name: string;
  kind: ExperimentKind;
  state: ExperimentState;
  /** Title of the recipe that made it, or null. */
  recipe: string | null;
  /** Milliseconds since the epoch. */
  startTime: number | null;
  /** Folders of its runs, in the order of its steps. Of a heatmap: its own folder. */
  runs: string[];
}

/** What a finished A/B test hands over. */
export interface AbOutcome {
  folder: string;
  name: string;
  state: ExperimentState;
  /** Why it failed. */
  message: string | null;
  /** Whether the budget of a side ended it. */
  endedByBudget: boolean;
  sides: { name: string; outcome: RunOutcome }[];
  /** Null when a side has nothing to compare. */
  comparison: RunComparison | null;
  /** What the recipe found, as sentences. */
  findings: string[];
}

/** Reads a run folder as a heatmap, also one of a run that was not made for it. */
export interface ReadHeatmap {
  folder: string;
  /** `log` (the default) suits lengths that are spaced by factors; `linear` is LLMeter's. */
  bins?: 'linear' | 'log';
  /** Default: as many as different lengths were asked for, else five. */
  inputBins?: number;
  outputBins?: number;
}

export interface HeatmapOutcome extends Heatmap {
  state: ExperimentState;
  message: string | null;
  /** Whether the budget ended it. */
  endedByBudget: boolean;
}

/** A run that was repeated. */
export interface RepeatedRun {
  folder: string;
  name: string;
  /** In the order in which they were made. */
  runs: { name: string; folder: string; requests: number; failed: number }[];
  numbers: RepeatedNumber[];
  warnings: string[];
}

/** What a finished repeated run hands over. */
export interface RepeatsOutcome extends RepeatedRun {
  state: ExperimentState;
  /** Why it failed. */
  message: string | null;
  /** Whether the budget ended it. */
  endedByBudget: boolean;
  /** A run failed too often. */
  tooManyFailures?: true;
}

/** What the user opened: one experiment, or several side by side. */
export type ExperimentContent =
  | {
      kind: 'runs';
      /** Title of the recipe, or null. */
      recipe: string | null;
      comparison: RunComparison;
      /** For the charts; one for each of `comparison.runs`. */
      columns: SampleColumns[];
      findings: string[];
    }
  | {
      kind: 'load-tests';
      tests: LoadTest[];
      /** For the charts; one for each of `tests`. */
      series: LoadTestSeries[];
      /** Each further one against the first. */
      comparisons: PartsComparison[];
    }
  | {
      kind: 'heatmaps';
      heatmaps: Heatmap[];
      /** Each further one against the first. */
      comparisons: PartsComparison[];
    }
  | { kind: 'repeats'; repeated: RepeatedRun };

/** Writes what `openExperiment` would open, or a run by itself, as a self-contained HTML page. */
export interface ExportReport {
  folders: string[];
  /** Absolute path. An existing file is replaced. */
  file: string;
  /** As of `OpenExperiment`. */
  prices?: string;
}

/** Exports what is in folders in a form that other tools read. */
export interface ExportData {
  folders: string[];
  /** Every request as CSV or Parquet, the numbers as Markdown, or every chart as SVG. */
  format: 'csv' | 'parquet' | 'markdown' | 'svg';
  /** Absolute path of the file, or of a folder for `svg`. Existing files are replaced. */
  path: string;
}

/** What an export wrote, and what was wrong with the data, as sentences. */
export interface ExportedFiles {
  files: string[];
  warnings: string[];
}

/** Opens folders: one experiment, or several runs, load tests or heatmaps side by side. */
export interface OpenExperiment {
  folders: string[];
  /** Default: the one the experiment was started with, else `defaultDecidingMetric`. */
  decidingMetric?: ComparedKey;
  /** The largest acceptable loss (see `CompareOptions`). Default: the one the experiment was started with. */
  margin?: number;
  /** How heatmaps bin lengths. Default: log. */
  bins?: Heatmap['bins'];
  /** A price table to compute costs with, instead of the prices valid at the time of each run. */
  prices?: string;
}
