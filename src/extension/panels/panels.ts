import { existsSync } from 'node:fs';
import { sep } from 'node:path';
import * as vscode from 'vscode';
import { isComparedKey } from '../../core/compare/comparedMetrics.ts';
import { shownLine } from '../../core/format/shownText.ts';
import type { RequestMap } from '../../protocol/channel.ts';
import { type PanelRequests, type PanelSubject, subjectIn } from '../../protocol/panel.ts';
import { kindInfo } from '../measurements/kinds.ts';
import type { MeasurementPanels } from '../measurements/launcher.ts';
import type { LiveMeasurement } from '../measurements/liveMeasurement.ts';
import { type ExperimentPageDeps, experimentPage } from './experimentPage.ts';
import { type RunPageDeps, runPage } from './runPage.ts';
import { type Page, type ServeDeps, ServedView } from './servedView.ts';
import { PanelSource, type SavedFolders } from './source.ts';

export type PageId = 'run' | 'experiment';

/** A measurement in progress, or saved folders on one of the pages. */
export type Shown = { measurement: LiveMeasurement } | (SavedFolders & { page: PageId });

/** A source, and how a webview is served with it. */
interface Prepared {
  source: PanelSource<unknown>;
  serve(panel: vscode.WebviewPanel): Served;
}

/** A webview that is being served. */
type Served = Pick<ServedView<unknown, never>, 'shown'>;

interface OpenPanel {
  panel: vscode.WebviewPanel;
  page: PageId;
  source: PanelSource<unknown>;
  served: Served;
}

/** VS Code keeps these with each panel, to restore it in a later window. */
const viewTypes: Record<PageId, string> = { run: 'llmeter.run', experiment: 'llmeter.experiment' };

/** The panels of this window: one for each measurement, saved run, experiment and comparison. */
export class Panels implements MeasurementPanels, vscode.Disposable {
  readonly #extension: vscode.Uri;
  readonly #prepare: Record<PageId, (shown: Shown) => Prepared>;
  readonly #open = new Set<OpenPanel>();
  readonly #subscriptions: vscode.Disposable;

  constructor(serve: ServeDeps, pages: Omit<RunPageDeps & ExperimentPageDeps, 'openRun'>) {
    this.#extension = serve.extension;
    const openRun = (folder: string) => void this.show({ page: 'run', folders: [folder] });
    this.#prepare = {
      run: preparing(runPage(pages), serve),
      experiment: preparing(experimentPage({ ...pages, openRun }), serve),
    };
    this.#subscriptions = vscode.Disposable.from(
      // A measurement gets its name and its folder only after it has started.
      serve.measurements.onDidChange(measurement => this.#updateTitles(measurement)),
      this.#restore('run'),
      this.#restore('experiment'),
    );
  }

  /**
   * Shows the open panel of a measurement or of folders, or opens one. With `preserveFocus` the focus stays
   * in the tree, whose keys then still apply to the selected line. Resolves when it is drawn or closed.
   */
  show(shown: Shown, preserveFocus = false): Promise<void> {
    const open = [...this.#open].find(panel => isPanelOf(panel, shown));
    if (open) {
      open.panel.reveal(undefined, preserveFocus);
      return open.served.shown;
    }
    const page = pageOf(shown);
    const prepared = this.#prepare[page](shown);
    const column = { viewColumn: vscode.ViewColumn.Active, preserveFocus };
    const panel = vscode.window.createWebviewPanel(viewTypes[page], prepared.source.name, column);
    return this.#add(panel, page, prepared);
  }

  /** Serves the webview of a custom editor. `show` never reveals it instead of a panel. */
  attach(panel: vscode.WebviewPanel, page: PageId, folder: string): void {
    this.#prepare[page]({ page, folders: [folder] }).serve(panel);
  }

  isVisible(measurement: LiveMeasurement): boolean {
    return [...this.#open].find(({ source }) => source.measurement === measurement)?.panel.visible ?? false;
  }

  closeIfEmpty(measurement: LiveMeasurement): void {
    this.#close(source => source.measurement === measurement && source.isEmpty);
  }

  /** Closes the panels that show the folder, or something in it, alone or beside others. */
  closeAllIn(folder: string): void {
    this.#close(({ folders }) => folders.some(shown => shown === folder || shown.startsWith(folder + sep)));
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** Restores the panels of an earlier window. A panel whose folders are gone is closed. */
  #restore(page: PageId): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(viewTypes[page], {
      deserializeWebviewPanel: async (panel, kept) => {
        const subject = subjectIn(kept);
        if (subject?.folders.every(folder => existsSync(folder))) {
          void this.#add(panel, page, this.#prepare[page]({ page, ...savedFoldersOf(subject) }));
        } else panel.dispose();
      },
    });
  }

  #add(panel: vscode.WebviewPanel, page: PageId, { source, serve }: Prepared): Promise<void> {
    const served = serve(panel);
    const open = { panel, page, source, served };
    this.#open.add(open);
    panel.onDidDispose(() => this.#open.delete(open));
    panel.title = shownLine(source.name);
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.#extension, 'media', 'run-light.svg'),
      dark: vscode.Uri.joinPath(this.#extension, 'media', 'run-dark.svg'),
    };
    return served.shown;
  }

  #close(isMeant: (source: PanelSource<unknown>) => boolean): void {
    for (const { panel, source } of [...this.#open]) if (isMeant(source)) panel.dispose();
  }

  #updateTitles(measurement: LiveMeasurement): void {
    for (const { panel, source } of this.#open) {
      if (source.measurement === measurement && panel.title !== shownLine(source.name))
        panel.title = shownLine(source.name);
    }
  }
}

function preparing<S, R extends PanelRequests<S> & RequestMap<R>>(
  page: Page<S, R>,
  deps: ServeDeps,
): (shown: Shown) => Prepared {
  return shown => {
    const source = new PanelSource(page, shown);
    return { source, serve: panel => new ServedView(panel, page, source, deps) };
  };
}

function pageOf(shown: Shown): PageId {
  return 'measurement' in shown ? kindInfo(shown.measurement.request.kind).page : shown.page;
}

function isPanelOf({ page, source }: OpenPanel, shown: Shown): boolean {
  if ('measurement' in shown) return source.measurement === shown.measurement;
  const { subject } = source;
  return (
    page === shown.page &&
    subject.folders.join('\n') === shown.folders.join('\n') &&
    (shown.decidingMetric === undefined || shown.decidingMetric === subject.decidingMetric)
  );
}

/** What a panel of an earlier window showed, without choices that this version does not know. */
function savedFoldersOf({ folders, decidingMetric, bins }: PanelSubject): SavedFolders {
  return {
    folders,
    ...(decidingMetric !== undefined && isComparedKey(decidingMetric) && { decidingMetric }),
    ...((bins === 'linear' || bins === 'log') && { bins }),
  };
}
