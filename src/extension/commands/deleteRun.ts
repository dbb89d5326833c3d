import { basename } from 'node:path';
import * as vscode from 'vscode';
import { isJsonObject } from '../../core/jsonValue.ts';
import { readSettings } from '../host/settings.ts';
import type { Services } from '../services.ts';
import type { Command } from './command.ts';
import { runFoldersOf } from './subjects.ts';

/**
 * Delete Run: moves run folders to the trash, after a question unless the settings say otherwise.
 * With `{ folder, permanently }` it asks nothing.
 */
export function deleteRun(services: Pick<Services, 'runsView' | 'runsTree' | 'panels'>): Command {
  return {
    id: 'llmeter.run.delete',
    run: async (...args) => {
      const [first] = args;
      const typed = isJsonObject(first) && typeof first['folder'] === 'string' ? first : null;
      const folders = typed ? [String(typed['folder'])] : runFoldersOf(args, services);
      if (folders.length === 0 || !(typed || (await confirmed(folders)))) return;
      for (const folder of folders) {
        if (typed?.['permanently'] === true) await removeForGood(vscode.Uri.file(folder));
        else await moveToTrash(vscode.Uri.file(folder));
        services.panels.close({ folder });
      }
      services.runsTree.refresh();
    },
  };
}

async function confirmed(folders: string[]): Promise<boolean> {
  if (!readSettings().confirmDelete) return true;
  const what = folders.length === 1 ? `the run “${basename(folders[0] ?? '')}”` : `${folders.length} runs`;
  const options = { modal: true, detail: 'You can restore the files from the trash.' };
  const answer = await vscode.window.showWarningMessage(`Delete ${what}?`, options, 'Move to Trash');
  return answer !== undefined;
}

/** Some machines, most remote ones, have no trash; then the user decides again. */
async function moveToTrash(folder: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.delete(folder, { recursive: true, useTrash: true });
  } catch (error) {
    const question = `“${basename(folder.path)}” cannot be moved to the trash. Delete it for good?`;
    const options = { modal: true, detail: error instanceof Error ? error.message : String(error) };
    const answer = await vscode.window.showWarningMessage(question, options, 'Delete Permanently');
    if (!answer) throw new vscode.CancellationError();
    await removeForGood(folder);
  }
}

async function removeForGood(folder: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.delete(folder, { recursive: true, useTrash: false });
}
