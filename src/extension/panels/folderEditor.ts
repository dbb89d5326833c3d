import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { PageId, Panels } from './panels.ts';

/** The custom editors of the manifest, and the page that each shows. */
const editors: Record<string, PageId> = { 'llmeter.summary': 'run', 'llmeter.experimentFile': 'experiment' };

/**
 * Opens a run's summary or an experiment's file as its folder, read-only. "Reopen Editor With…" switches
 * between the page and the text.
 */
export function registerFolderEditors(panels: Panels): vscode.Disposable {
  const registered = Object.entries(editors).map(([viewType, page]) =>
    vscode.window.registerCustomEditorProvider(
      viewType,
      {
        openCustomDocument: uri => ({ uri, dispose: () => undefined }),
        resolveCustomEditor: ({ uri }, panel) => panels.attach(panel, page, dirname(uri.fsPath)),
      },
      { supportsMultipleEditorsPerDocument: true },
    ),
  );
  return vscode.Disposable.from(...registered);
}
