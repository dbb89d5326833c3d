import * as vscode from 'vscode';
import { showInformationMessage } from './inert.ts';

/** Shows a folder in the system's file manager; in a browser or a remote window, in the Explorer view. */
export async function revealFolder(folder: string): Promise<void> {
  const uri = vscode.Uri.file(folder);
  const systemIsHere = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  if (systemIsHere) await vscode.commands.executeCommand('revealFileInOS', uri);
  else if (vscode.workspace.getWorkspaceFolder(uri)) {
    await vscode.commands.executeCommand('revealInExplorer', uri);
  } else {
    await vscode.env.clipboard.writeText(folder);
    void showInformationMessage(`The path of the folder was copied: ${folder}`);
  }
}
