import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentPanels } from './experimentPanels.ts';

/** An experiment's own file opens as the experiment, read-only; "Reopen Editor With…" shows its text. */
export function registerExperimentEditor(panels: ExperimentPanels): vscode.Disposable {
  return vscode.window.registerCustomEditorProvider(
    'llmeter.experimentFile',
    {
      openCustomDocument: uri => ({ uri, dispose: () => undefined }),
      resolveCustomEditor: (document, panel) => panels.attach(panel, dirname(document.uri.fsPath)),
    },
    { supportsMultipleEditorsPerDocument: true },
  );
}
