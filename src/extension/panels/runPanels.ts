import * as vscode from 'vscode';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { RunController } from '../measurements/runController.ts';
import type { RunSession } from '../measurements/runSession.ts';
import { ViewPanels } from './panels.ts';
import { type RunViewActions, serveRun } from './runView.ts';
import { RunSource } from './source.ts';

/** The run panels of this window: one for each run, however often it is opened. */
export class RunPanels implements vscode.Disposable {
  readonly #extension: vscode.Uri;
  readonly #engine: EnginePort;
  readonly #runs: RunController;
  readonly #actions: RunViewActions;
  readonly #panels: ViewPanels<RunSource>;
  readonly #subscriptions: vscode.Disposable;

  constructor(extension: vscode.Uri, engine: EnginePort, runs: RunController, actions: RunViewActions) {
    this.#extension = extension;
    this.#engine = engine;
    this.#runs = runs;
    this.#actions = actions;
    this.#panels = new ViewPanels('llmeter.run', extension, (panel, source) => this.#serve(panel, source));
    this.#subscriptions = vscode.Disposable.from(
      // A run gets its name and its folder only after it has started.
      runs.onDidChange(session => this.#panels.follow(source => source.session === session)),
      this.#panels.restore(({ folders: [folder = ''] }) => new RunSource(engine, { folder })),
    );
  }

  /** Shows a run in progress, or a saved one by its folder. */
  show(of: { session: RunSession } | { folder: string }, preserveFocus = false): void {
    this.#panels.show(isOf(of), () => new RunSource(this.#engine, of), preserveFocus);
  }

  /** Serves a panel that VS Code made for a custom editor; it is not one of ours to reveal. */
  attach(panel: vscode.WebviewPanel, folder: string): void {
    this.#serve(panel, new RunSource(this.#engine, { folder }));
  }

  isVisible(session: RunSession): boolean {
    return this.#panels.isVisible(isOf({ session }));
  }

  /** Closes the panel of a run that never began. */
  close(session: RunSession): void {
    this.#panels.close(isOf({ session }));
  }

  /** Closes the panels of what was in the folder. */
  closeAllIn(folder: string): void {
    this.#panels.closeAllIn(folder);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #serve(panel: vscode.WebviewPanel, source: RunSource): void {
    serveRun(panel, source, this.#extension, this.#runs, this.#actions);
  }
}

function isOf(of: { session: RunSession } | { folder: string }): (source: RunSource) => boolean {
  return 'session' in of ? source => source.session === of.session : source => source.folder === of.folder;
}
