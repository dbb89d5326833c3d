import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { RunController } from '../runs/runController.ts';
import type { RunSession } from '../runs/runSession.ts';
import { RunSource } from './runSource.ts';
import { RunView, type RunViewActions } from './runView.ts';
import type { ShownRuns } from './shownRuns.ts';

export const runPanelType = 'llmeter.run';

interface OpenPanel {
  panel: vscode.WebviewPanel;
  source: RunSource;
}

/** The run panels of this window: one for each run, however often it is opened. */
export class RunPanels {
  readonly #extension: vscode.Uri;
  readonly #engine: EnginePort;
  readonly #runs: RunController;
  readonly #actions: RunViewActions;
  readonly #shown: ShownRuns;
  readonly #open = new Set<OpenPanel>();

  constructor(
    extension: vscode.Uri,
    engine: EnginePort,
    runs: RunController,
    shown: ShownRuns,
    actions: RunViewActions,
  ) {
    this.#extension = extension;
    this.#engine = engine;
    this.#runs = runs;
    this.#shown = shown;
    this.#actions = actions;
  }

  /** Shows a run in progress, or a saved one by its folder. */
  show(of: { session: RunSession } | { folder: string }): void {
    const open = 'session' in of ? this.#ofSession(of.session) : this.#ofFolder(of.folder);
    if (open) {
      open.panel.reveal();
      return;
    }
    const source = new RunSource(this.#engine, of);
    this.#serve(
      vscode.window.createWebviewPanel(runPanelType, source.name, vscode.ViewColumn.Active),
      source,
    );
  }

  /** Serves a panel of an earlier window again; one whose folder is gone is closed, not shown broken. */
  revive(panel: vscode.WebviewPanel): void {
    const folder = this.#shown.find(panel.title);
    if (folder !== undefined && existsSync(folder))
      this.#serve(panel, new RunSource(this.#engine, { folder }));
    else panel.dispose();
  }

  /** Serves a panel that VS Code made for a custom editor; it is not one of ours to reveal. */
  attach(panel: vscode.WebviewPanel, folder: string): void {
    new RunView(panel, new RunSource(this.#engine, { folder }), this.#extension, this.#runs, this.#actions);
  }

  isVisible(session: RunSession): boolean {
    return this.#ofSession(session)?.panel.visible ?? false;
  }

  /** Closes the panel of a run that never began, or whose folder is gone. */
  close(of: { session: RunSession } | { folder: string }): void {
    const open = 'session' in of ? this.#ofSession(of.session) : this.#ofFolder(of.folder);
    open?.panel.dispose();
  }

  #serve(panel: vscode.WebviewPanel, source: RunSource): void {
    const open = { panel, source };
    this.#open.add(open);
    panel.onDidDispose(() => this.#open.delete(open));
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.#extension, 'media', 'run-light.svg'),
      dark: vscode.Uri.joinPath(this.#extension, 'media', 'run-dark.svg'),
    };
    this.#follow(open);
    const following = this.#runs.onDidChange(session => {
      if (session === source.session) this.#follow(open);
    });
    panel.onDidDispose(() => following.dispose());
    new RunView(panel, source, this.#extension, this.#runs, this.#actions);
  }

  /** A run gets its name and its folder only after it has started. */
  #follow({ panel, source }: OpenPanel): void {
    if (panel.title !== source.name) panel.title = source.name;
    if (source.folder !== null) void this.#shown.keep(source.folder);
  }

  #ofSession(session: RunSession): OpenPanel | undefined {
    return [...this.#open].find(({ source }) => source.session === session);
  }

  #ofFolder(folder: string): OpenPanel | undefined {
    return [...this.#open].find(({ source }) => source.folder === folder);
  }
}
