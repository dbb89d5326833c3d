import { basename, sep } from 'node:path';
import * as vscode from 'vscode';
import { isJsonObject } from '../../core/base/jsonValue.ts';
import { countOf } from '../../core/format/quantities.ts';
import { readSettings } from '../host/settings.ts';
import { experimentKinds } from '../measurements/kinds.ts';
import type { RunGroupItem } from '../runsView/runGroups.ts';
import type { Command } from './command.ts';
import { savedFoldersOf, savedItemsOf } from './commandTargets.ts';
import type { Services } from './services.ts';

type Needs = Pick<Services, 'runsView' | 'runsTree' | 'panels' | 'experimentPanels'>;

/**
 * Delete: moves the folders of runs and of experiments, with their runs, to the trash, after a question
 * unless the settings say otherwise. With `{ folder, permanently }` it asks nothing.
 */
export function deleteRun(services: Needs): Command {
  return {
    id: 'llmeter.run.delete',
    run: async (...args) => {
      const [first] = args;
      const typed = isJsonObject(first) && typeof first['folder'] === 'string' ? first : null;
      const folders = outermost(typed ? [String(typed['folder'])] : savedFoldersOf(args, services));
      if (folders.length === 0 || !(typed || (await confirmed(folders, savedItemsOf(args, services)))))
        return;
      for (const folder of folders) {
        if (typed?.['permanently'] === true) await removeForGood(vscode.Uri.file(folder));
        else await moveToTrash(vscode.Uri.file(folder));
        services.panels.closeAllIn(folder);
        services.experimentPanels.closeAllIn(folder);
      }
      await services.runsTree.refresh();
    },
  };
}

/** Without what lies in another of them, such as a level of a load test that is deleted as a whole. */
function outermost(folders: readonly string[]): string[] {
  return folders.filter(folder => !folders.some(other => folder.startsWith(other + sep)));
}

async function confirmed(folders: readonly string[], items: readonly RunGroupItem[]): Promise<boolean> {
  if (!readSettings().confirmDelete) return true;
  const what = folders.length === 1 ? describe(folders[0] ?? '', items) : describeAll(folders, items);
  const options = { modal: true, detail: 'You can restore the files from the trash.' };
  const answer = await vscode.window.showWarningMessage(`Delete ${what}?`, options, 'Move to Trash');
  return answer !== undefined;
}

function describe(folder: string, items: readonly RunGroupItem[]): string {
  const item = items.find(one => 'entry' in one && one.entry.folder === folder);
  if (!item || !('entry' in item)) return `the run “${basename(folder)}”`;
  const { kind, name, runs } = item.entry;
  const inside = runs.length > 1 ? ` with its ${countOf(runs.length, experimentKinds[kind].step)}` : '';
  return `the ${experimentKinds[kind].noun} “${name}”${inside}`;
}

function describeAll(folders: readonly string[], items: readonly RunGroupItem[]): string {
  return items.some(item => 'entry' in item)
    ? `${folders.length} runs and experiments`
    : countOf(folders.length, 'run');
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
