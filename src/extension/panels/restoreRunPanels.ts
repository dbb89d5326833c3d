import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { isJsonObject } from '../../core/jsonValue.ts';
import { type RunPanels, runPanelType } from './runPanels.ts';

/** Brings back the run panels of an earlier window; one whose folder is gone is closed, not shown broken. */
export function restoreRunPanels(panels: RunPanels): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(runPanelType, {
    async deserializeWebviewPanel(panel, state: unknown) {
      const folder = isJsonObject(state) ? state['folder'] : null;
      if (typeof folder === 'string' && existsSync(folder)) panels.revive(panel, folder);
      else panel.dispose();
    },
  });
}
