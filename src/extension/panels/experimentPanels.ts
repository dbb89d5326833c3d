import * as vscode from 'vscode';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { ExperimentController } from '../measurements/experimentController.ts';
import type { ExperimentSession } from '../measurements/measurement.ts';
import { ExperimentSource, type SavedFolders, savedFoldersOf } from './experimentSource.ts';
import { type ExperimentViewActions, serveExperiment } from './experimentView.ts';
import { ViewPanels } from './panels.ts';

/** The panels of experiments and comparisons: one for each, however often it is opened. */
export class ExperimentPanels implements vscode.Disposable {
  readonly #extension: vscode.Uri;
  readonly #engine: EnginePort;
  readonly #experiments: ExperimentController;
  readonly #actions: ExperimentViewActions;
  readonly #panels: ViewPanels<ExperimentSource>;
  readonly #subscriptions: vscode.Disposable;

  constructor(
    extension: vscode.Uri,
    engine: EnginePort,
    experiments: ExperimentController,
    actions: ExperimentViewActions,
  ) {
    this.#extension = extension;
    this.#engine = engine;
    this.#experiments = experiments;
    this.#actions = actions;
    this.#panels = new ViewPanels('llmeter.experiment', extension, (panel, source) =>
      this.#serve(panel, source),
    );
    this.#subscriptions = vscode.Disposable.from(
      experiments.onDidChange(session => this.#panels.follow(source => source.session === session)),
      this.#panels.restore(subject => new ExperimentSource(engine, savedFoldersOf(subject))),
    );
  }

  /** Shows an experiment in progress, or what is saved in folders. */
  show(of: { session: ExperimentSession } | SavedFolders, preserveFocus = false): void {
    this.#panels.show(isOf(of), () => new ExperimentSource(this.#engine, of), preserveFocus);
  }

  /** Serves a panel that VS Code made for a custom editor; it is not one of ours to reveal. */
  attach(panel: vscode.WebviewPanel, folder: string): void {
    this.#serve(panel, new ExperimentSource(this.#engine, { folders: [folder] }));
  }

  isVisible(session: ExperimentSession): boolean {
    return this.#panels.isVisible(isOf({ session }));
  }

  close(session: ExperimentSession): void {
    this.#panels.close(isOf({ session }));
  }

  /** Closes what shows the folder, or something in it, alone or beside others. */
  closeAllIn(folder: string): void {
    this.#panels.closeAllIn(folder);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #serve(panel: vscode.WebviewPanel, source: ExperimentSource): void {
    serveExperiment(panel, source, this.#extension, this.#experiments, this.#actions);
  }
}

function isOf(of: { session: ExperimentSession } | SavedFolders): (source: ExperimentSource) => boolean {
  if ('session' in of) return source => source.session === of.session;
  return source =>
    source.folders.length === of.folders.length &&
    source.folders.every((folder, i) => folder === of.folders[i]) &&
    (of.decidingMetric === undefined || of.decidingMetric === source.decidingMetric);
}
