import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { RunPanels } from './runPanels.ts';

/** "Open With… LLMeter Report" on a run's summary file: the report, read-only, in an editor tab. */
export function registerSummaryEditor(panels: RunPanels): vscode.Disposable {
  return vscode.window.registerCustomEditorProvider(
    'llmeter.summary',
    {
      openCustomDocument: uri => ({ uri, dispose: () => undefined }),
      resolveCustomEditor: (document, panel) => panels.attach(panel, dirname(document.uri.fsPath)),
    },
    { supportsMultipleEditorsPerDocument: true },
  );
}
