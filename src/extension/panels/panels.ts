import { existsSync } from 'node:fs';
import { sep } from 'node:path';
import * as vscode from 'vscode';
import { type PanelSubject, subjectIn } from '../../protocol/panel.ts';
import type { ViewSource } from './servedView.ts';

interface OpenPanel<S> {
  panel: vscode.WebviewPanel;
  source: S;
}

/** The panels of one sort in this window: one for each thing shown, however often it is opened. */
export class ViewPanels<S extends Pick<ViewSource<unknown>, 'name' | 'subject'>> {
  readonly #viewType: string;
  readonly #extension: vscode.Uri;
  readonly #serve: (panel: vscode.WebviewPanel, source: S) => void;
  readonly #open = new Set<OpenPanel<S>>();

  constructor(
    viewType: string,
    extension: vscode.Uri,
    serve: (panel: vscode.WebviewPanel, source: S) => void,
  ) {
    this.#viewType = viewType;
    this.#extension = extension;
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
  restore(make: (subject: PanelSubject) => S): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(this.#viewType, {
      deserializeWebviewPanel: async (panel, kept) => {
        const subject = subjectIn(kept);
        if (subject?.folders.every(folder => existsSync(folder))) this.#add(panel, make(subject));
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
    this.close(({ subject }) =>
      subject.folders.some(shown => shown === folder || shown.startsWith(folder + sep)),
    );
  }

  /** Takes over the name that a source has got meanwhile. */
  follow(is: (source: S) => boolean): void {
    for (const { panel, source } of this.#open) {
      if (is(source) && panel.title !== source.name) panel.title = source.name;
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

  #find(is: (source: S) => boolean): OpenPanel<S> | undefined {
    return [...this.#open].find(({ source }) => is(source));
  }
}
