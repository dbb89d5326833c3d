import { type ComparedKey, isComparedKey } from '../../core/compare/comparedMetrics.ts';
import type { Heatmap } from '../../core/heatmap/heatmap.ts';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { ExperimentContent } from '../../protocol/experiments.ts';
import type { ExperimentViewState } from '../../protocol/experimentView.ts';
import type { PanelSubject } from '../../protocol/panel.ts';
import { sentenceFor } from '../host/errorReporter.ts';
import type { ExperimentSession } from '../measurements/measurement.ts';
import { comparisonName } from './saveAs.ts';
import type { ViewSource } from './servedView.ts';

/** Saved folders side by side, the first of them the baseline. */
export interface SavedFolders {
  folders: readonly string[];
  decidingMetric?: ComparedKey | undefined;
  bins?: Heatmap['bins'] | undefined;
  /** What lies in them, where it has just been read. */
  content?: ExperimentContent;
}

/** What a panel of an earlier window showed; a choice that is none of ours any more is left out. */
export function savedFoldersOf({ folders, decidingMetric, bins }: PanelSubject): SavedFolders {
  return {
    folders,
    ...(decidingMetric !== undefined && isComparedKey(decidingMetric) && { decidingMetric }),
    ...((bins === 'linear' || bins === 'log') && { bins }),
  };
}

/** What an experiment view shows, and where it comes from: an experiment in progress, then its folders. */
export class ExperimentSource implements ViewSource<ExperimentViewState> {
  readonly #engine: EnginePort;
  readonly session: ExperimentSession | null;
  readonly #saved: readonly string[];
  #decidingMetric: ComparedKey | undefined;
  #bins: Heatmap['bins'] | undefined;
  #content: Promise<ExperimentViewState> | null = null;

  constructor(engine: EnginePort, of: { session: ExperimentSession } | SavedFolders) {
    this.#engine = engine;
    this.session = 'session' in of ? of.session : null;
    this.#saved = 'folders' in of ? of.folders : [];
    this.#decidingMetric = 'folders' in of ? of.decidingMetric : undefined;
    this.#bins = 'folders' in of ? of.bins : undefined;
    if ('content' in of && of.content) {
      this.#content = Promise.resolve({
        kind: 'content',
        title: titleOf(of.content, this.name),
        content: of.content,
      });
    }
  }

  get folders(): readonly string[] {
    const { session } = this;
    if (!session) return this.#saved;
    return session.folder === null ? [] : [session.folder];
  }

  get name(): string {
    return this.session?.folder === null ? this.session.title : comparisonName(this.folders);
  }

  get subject(): PanelSubject {
    return {
      folders: this.folders,
      ...(this.#decidingMetric !== undefined && { decidingMetric: this.#decidingMetric }),
      ...(this.#bins !== undefined && { bins: this.#bins }),
    };
  }

  get decidingMetric(): ComparedKey | undefined {
    return this.#decidingMetric;
  }

  /** Another metric is to decide: what is shown has to be read again. */
  setDecidingMetric(decidingMetric: ComparedKey): void {
    this.#decidingMetric = decidingMetric;
    this.#content = null;
  }

  /** Lengths are to be sorted otherwise. */
  setBins(bins: Heatmap['bins']): void {
    this.#bins = bins;
    this.#content = null;
  }

  /** The experiment in progress as it is now, or null once its folder is the truth. */
  live(): ExperimentViewState | null {
    if (!this.session || this.session.over) return null;
    return { kind: 'live', progress: this.session.progress };
  }

  /** The whole state; what is saved is read from disk once per view. Never rejects. */
  async state(): Promise<ExperimentViewState> {
    const live = this.live();
    if (live) return live;
    this.#content ??= this.#load();
    return this.#content;
  }

  async #load(): Promise<ExperimentViewState> {
    const { folders, name } = this;
    if (folders.length === 0) return { kind: 'error', message: 'It ended before anything was measured.' };
    try {
      const content = await this.#engine.request('openExperiment', {
        folders: [...folders],
        ...(this.#bins !== undefined && { bins: this.#bins }),
        ...(this.#decidingMetric !== undefined && { decidingMetric: this.#decidingMetric }),
      });
      return { kind: 'content', title: titleOf(content, name), content };
    } catch (error) {
      return { kind: 'error', message: this.#whyNothing(error) };
    }
  }

  /** One that failed says more about itself than its folder does. */
  #whyNothing(error: unknown): string {
    return this.session?.outcome?.message ?? sentenceFor(error);
  }
}

/** Of an A/B run or a comparison the sides say more than its folder's name, which the tab shows. */
function titleOf(content: ExperimentContent, name: string): string {
  return content.kind === 'runs' ? content.comparison.runs.map(run => run.name).join(' vs. ') : name;
}
