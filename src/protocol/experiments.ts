import type { ComparedKey } from '../core/compare/comparedMetrics.ts';
import type { PartsComparison } from '../core/compare/parts.ts';
import type { SampleColumns } from '../core/compare/sample.ts';
import type { Heatmap } from '../core/heatmap/heatmap.ts';
import type { LoadTestSeries } from '../core/loadTest/series.ts';
import type { LoadTest, RunComparison, RunOutcome } from './run.ts';

/** Runs that belong together: a load test's levels, the sides of an A/B run, a heatmap's one run. */
export type ExperimentKind = 'load-test' | 'ab' | 'heatmap';

/** `partial` = stopped or killed, data kept; `failed` = it could not go on. */
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
  /** Folders of its runs, in its own order; of a heatmap its own folder. */
  runs: string[];
}

/** What a finished A/B run hands over. */
export interface AbOutcome {
  folder: string;
  name: string;
  state: ExperimentState;
  /** Why it failed. */
  message: string | null;
  /** The budget of a side ended it. */
  endedByBudget: boolean;
  sides: { name: string; outcome: RunOutcome }[];
  /** Null where a side has nothing to compare. */
  comparison: RunComparison | null;
  /** What a recipe says it found, in sentences. */
  findings: string[];
}

/** A run's folder as a heatmap; also of runs that were not made for one. */
export interface ReadHeatmap {
  folder: string;
  /** `log` (the default) keeps lengths apart that are spaced by factors; `linear` is LLMeter's. */
  bins?: 'linear' | 'log';
  /** How many; default: as many as different lengths were asked for, else five. */
  inputBins?: number;
  outputBins?: number;
}

export interface HeatmapOutcome extends Heatmap {
  state: ExperimentState;
  message: string | null;
  /** The budget ended it. */
  endedByBudget: boolean;
}

/** What a person opens to look at: one experiment, or several things side by side. */
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
    };

/** Writes what `openExperiment` would open, or a run by itself, as a self-contained HTML page. */
export interface ExportReport {
  folders: string[];
  /** Absolute path; what is there is replaced. */
  file: string;
  /** As of `OpenExperiment`. */
  prices?: string;
}

/** Writes what lies in folders in a form that other tools take. */
export interface ExportData {
  folders: string[];
  /** Every request as CSV or Parquet, the numbers as Markdown, or every chart as SVG. */
  format: 'csv' | 'parquet' | 'markdown' | 'svg';
  /** Absolute path of the file, or for `svg` of a folder; what is there is replaced. */
  path: string;
}

/** Opens what lies in folders: one experiment, or several runs, load tests or heatmaps side by side. */
export interface OpenExperiment {
  folders: string[];
  /** Default: what the experiment was made for, else `defaultDecidingMetric`. */
  decidingMetric?: ComparedKey;
  /** How heatmaps sort lengths; default: log. */
  bins?: Heatmap['bins'];
  /** A price table to compute costs by, instead of the prices of each run's time. */
  prices?: string;
}
