import { basename, extname } from 'node:path';
import * as vscode from 'vscode';

const fileTypes: Record<string, string> = {
  '.csv': 'CSV',
  '.html': 'HTML',
  '.json': 'JSON',
  '.md': 'Markdown',
  '.parquet': 'Parquet',
  '.png': 'PNG image',
  '.svg': 'SVG image',
};

/** The name of folders that are shown side by side: "before vs. after". */
export function comparisonName(folders: readonly string[]): string {
  return folders.map(folder => basename(folder)).join(' vs. ');
}

/** Asks where to save a file. Proposes the workspace folder, never a folder of runs. */
export async function askWhere(suggestedName: string): Promise<vscode.Uri | undefined> {
  // A webview may suggest a name that comes from a file, so it must not name a folder.
  const name = basename(suggestedName.replaceAll('\\', '/'));
  const ending = extname(name);
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const type = fileTypes[ending];
  return vscode.window.showSaveDialog({
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, name) }),
    ...(type !== undefined && { filters: { [type]: [ending.slice(1)] } }),
  });
}

/** Asks where to save, and saves. False = the user cancelled. */
export async function saveAs(suggestedName: string, content: string | Uint8Array): Promise<boolean> {
  const file = await askWhere(suggestedName);
  if (!file) return false;
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  await vscode.workspace.fs.writeFile(file, bytes);
  return true;
}
