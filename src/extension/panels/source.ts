import type { ComparedKey } from '../../core/compare/comparedMetrics.ts';
import type { Heatmap } from '../../core/heatmap/heatmap.ts';
import type { ExperimentContent } from '../../protocol/experiments.ts';
import type { PanelSubject } from '../../protocol/panel.ts';
import { sentenceFor } from '../host/errorReporter.ts';
import type { LiveMeasurement } from '../measurements/liveMeasurement.ts';
import { comparisonName } from './saveAs.ts';

/** How to look at saved folders. */
export interface ViewChoices {
  decidingMetric?: ComparedKey;
  /** How a heatmap sorts its lengths. */
  bins?: Heatmap['bins'];
}

/** Saved folders, the baseline first. */
export interface SavedFolders extends ViewChoices {
  folders: readonly string[];
  /** The content of the folders, if it has just been read. */
  content?: ExperimentContent;
}

/** What one of the pages shows, as states of its protocol. */
export interface PageStates<S> {
  /** A measurement in progress. */
  live(measurement: LiveMeasurement): S;
  /** Saved folders. Rejects if they cannot be read. */
  saved(saved: SavedFolders): Promise<S>;
  /** What is left of a measurement that ended without a folder, or null. */
  withoutFolder(measurement: LiveMeasurement): S | null;
  error(message: string): S;
}

/** What one panel shows: a measurement in progress and later its folder, or saved folders. */
export class PanelSource<S> {
  readonly #states: PageStates<S>;
  /** Null for a panel that was opened on saved folders. */
  readonly measurement: LiveMeasurement | null;
  readonly #savedFolders: readonly string[];
  #choices: ViewChoices;
  #content: ExperimentContent | undefined;
  #savedState: Promise<S> | null = null;

  constructor(states: PageStates<S>, shown: { measurement: LiveMeasurement } | SavedFolders) {
    this.#states = states;
    this.measurement = 'measurement' in shown ? shown.measurement : null;
    const { folders, content, decidingMetric, bins }: SavedFolders =
      'folders' in shown ? shown : { folders: [] };
    this.#savedFolders = folders;
    this.#content = content;
    this.#choices = { ...(decidingMetric && { decidingMetric }), ...(bins && { bins }) };
  }

  /** Empty until the measurement has a folder. */
  get folders(): readonly string[] {
    const { measurement } = this;
    if (!measurement) return this.#savedFolders;
    return measurement.folder === null ? [] : [measurement.folder];
  }

  /** The panel's title. */
  get name(): string {
    return comparisonName(this.folders) || (this.measurement?.title ?? '');
  }

  get subject(): PanelSubject {
    return { folders: this.folders, ...this.#choices };
  }

  /** Whether there is nothing to look at and never will be. */
  get isEmpty(): boolean {
    const { measurement, folders } = this;
    return measurement !== null && folders.length === 0 && this.#states.withoutFolder(measurement) === null;
  }

  /** Looks at the saved folders in another way, so they are read again. */
  choose(choices: ViewChoices): void {
    this.#choices = { ...this.#choices, ...choices };
    this.#content = undefined;
    this.#savedState = null;
  }

  /** The whole state. Saved folders are read from disk only once. Never rejects. */
  async state(): Promise<S> {
    const { measurement } = this;
    if (measurement && !measurement.over) return this.#states.live(measurement);
    this.#savedState ??= this.#load();
    return this.#savedState;
  }

  async #load(): Promise<S> {
    const { folders, measurement } = this;
    if (folders.length === 0) {
      const left = measurement && this.#states.withoutFolder(measurement);
      return left ?? this.#states.error('The measurement ended before it had a folder.');
    }
    try {
      return await this.#states.saved({
        folders,
        ...this.#choices,
        ...(this.#content && { content: this.#content }),
      });
    } catch (error) {
      // The outcome of a failed measurement says more than the error of reading its folder.
      const outcome = measurement?.outcome;
      const cause = outcome?.state === 'failed' ? outcome.message : null;
      return this.#states.error(cause ?? sentenceFor(error));
    }
  }
}
