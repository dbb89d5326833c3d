import { existsSync } from 'node:fs';
import { sep } from 'node:path';
import * as vscode from 'vscode';
import type { ShownFolders } from './shownFolders.ts';

/** What a panel shows. */
export interface ViewSource {
  /** The panel's title; it may change until there are folders. */
  readonly name: string;
  /** What is shown of the disk; none until there is something. */
  readonly folders: readonly string[];
}

interface OpenPanel<S> {
  panel: vscode.WebviewPanel;
  source: S;
}

/** The panels of one sort in this window: one for each thing shown, however often it is opened. */
export class ViewPanels<S extends ViewSource> {
  readonly #viewType: string;
  readonly #extension: vscode.Uri;
  readonly #shown: ShownFolders;
  readonly #serve: (panel: vscode.WebviewPanel, source: S) => void;
  readonly #open = new Set<OpenPanel<S>>();

  constructor(
    viewType: string,
    extension: vscode.Uri,
    shown: ShownFolders,
    serve: (panel: vscode.WebviewPanel, source: S) => void,
  ) {
    this.#viewType = viewType;
    this.#extension = extension;
    this.#shown = shown;
    this.#serve = serve;
  }

  /**
   * Shows what `is` finds among the open panels, else a new panel of what `make` makes. The focus stays
   * where it is with `preserveFocus`: on a line of a tree, where keys go on to mean that line.
   */
  show(is: (source: S) => boolean, make: () => S, preserveFocus: boolean): void {
    const open = this.#find(is);
    if (open) {
      open.panel.reveal(undefined, preserveFocus);
      return;
    }
    const source = make();
    this.#add(
      vscode.window.createWebviewPanel(this.#viewType, source.name, {
        viewColumn: vscode.ViewColumn.Active,
        preserveFocus,
      }),
      source,
    );
  }

  /** Brings back the panels of an earlier window; one whose folders are gone is closed, not shown broken. */
  restore(make: (folders: string[]) => S): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(this.#viewType, {
      deserializeWebviewPanel: async panel => {
        const folders = this.#shown.find(panel.title);
        if (folders?.every(folder => existsSync(folder))) this.#add(panel, make(folders));
        else panel.dispose();
      },
    });
  }

  isVisible(is: (source: S) => boolean): boolean {
    return this.#find(is)?.panel.visible ?? false;
  }

  /** Closes what never began, or is gone. */
  close(is: (source: S) => boolean): void {
    for (const { panel, source } of [...this.#open]) if (is(source)) panel.dispose();
  }

  /** Closes what shows the folder, or something in it, alone or beside others. */
  closeAllIn(folder: string): void {
    this.close(({ folders }) => folders.some(shown => shown === folder || shown.startsWith(folder + sep)));
  }

  /** Takes over the name and the folders that a source has got meanwhile. */
  follow(is: (source: S) => boolean): void {
    for (const { panel, source } of this.#open) {
      if (!is(source)) continue;
      // VS Code notes titles with some delay, so a panel may come back with the one before, too.
      const before = panel.title;
      if (before !== source.name) panel.title = source.name;
      if (source.folders.length > 0) void this.#keep([before, source.name], source.folders);
    }
  }

  #add(panel: vscode.WebviewPanel, source: S): void {
    const open = { panel, source };
    this.#open.add(open);
    panel.onDidDispose(() => this.#open.delete(open));
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.#extension, 'media', 'run-light.svg'),
      dark: vscode.Uri.joinPath(this.#extension, 'media', 'run-dark.svg'),
    };
    this.follow(other => other === source);
    this.#serve(panel, source);
  }

  async #keep(titles: readonly string[], folders: readonly string[]): Promise<void> {
    for (const title of new Set(titles)) await this.#shown.keep(title, folders);
  }

  #find(is: (source: S) => boolean): OpenPanel<S> | undefined {
    return [...this.#open].find(({ source }) => is(source));
  }
}
