import * as vscode from 'vscode';
import { type RunPanels, runPanelType } from './runPanels.ts';

/** Brings back the run panels of an earlier window. */
export function restoreRunPanels(panels: RunPanels): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(runPanelType, {
    deserializeWebviewPanel: async panel => panels.revive(panel),
  });
}
