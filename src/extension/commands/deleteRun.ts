import { basename, sep } from 'node:path';
import * as vscode from 'vscode';
import { isJsonObject } from '../../core/base/jsonValue.ts';
import { countOf } from '../../core/format/quantities.ts';
import { showWarningMessage } from '../host/inert.ts';
import { readSettings } from '../host/settings.ts';
import { kindInfos } from '../measurements/kinds.ts';
import type { RunGroupItem } from '../runsView/runGroups.ts';
import type { Command } from './command.ts';
import { folderTargets, savedTargets } from './commandTargets.ts';
import type { Services } from './services.ts';

type Needs = Pick<Services, 'runsView' | 'runsTree' | 'panels'>;

/**
 * Delete: moves the folders of runs, and of experiments with their runs, to the trash. It asks first, unless
 * the settings say otherwise. With `{ folder, permanently }` it asks nothing.
 */
export function deleteRun(services: Needs): Command {
  return {
    id: 'llmeter.run.delete',
    run: async (...args) => {
      const [first] = args;
      const typed = isJsonObject(first) && typeof first['folder'] === 'string' ? first : null;
      const folders = outermost(typed ? [String(typed['folder'])] : folderTargets(args, services));
      if (folders.length === 0) return;
      if (!typed && !(await confirmed(folders, savedTargets(args, services)))) return;
      for (const folder of folders) {
        const uri = vscode.Uri.file(folder);
        await (typed?.['permanently'] === true ? deletePermanently(uri) : moveToTrash(uri));
        services.panels.closeAllIn(folder);
      }
      await services.runsTree.refresh();
    },
  };
}

/** Leaves out folders inside another one, such as a level of a load test that is deleted too. */
function outermost(folders: readonly string[]): string[] {
  return folders.filter(folder => !folders.some(other => folder.startsWith(other + sep)));
}

async function confirmed(folders: readonly string[], items: readonly RunGroupItem[]): Promise<boolean> {
  if (!readSettings().confirmDelete) return true;
  const what = folders.length === 1 ? describe(folders[0] ?? '', items) : describeAll(folders, items);
  const options = { modal: true, detail: 'You can restore the files from the trash.' };
  const answer = await showWarningMessage(`Delete ${what}?`, options, 'Move to Trash');
  return answer !== undefined;
}

function describe(folder: string, items: readonly RunGroupItem[]): string {
  const item = items.find(one => 'entry' in one && one.entry.folder === folder);
  if (!item || !('entry' in item)) return `the run “${basename(folder)}”`;
  const { kind, name, runs } = item.entry;
  const { noun, stepNoun } = kindInfos[kind];
  const inside = runs.length > 1 ? ` with its ${countOf(runs.length, stepNoun)}` : '';
  return `the ${noun} “${name}”${inside}`;
}

function describeAll(folders: readonly string[], items: readonly RunGroupItem[]): string {
  return items.some(item => 'entry' in item)
    ? `${folders.length} runs and experiments`
    : countOf(folders.length, 'run');
}

/** Some machines, most of them remote, have no trash. Then the user decides again. */
async function moveToTrash(folder: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.delete(folder, { recursive: true, useTrash: true });
  } catch (error) {
    const question = `“${basename(folder.path)}” cannot be moved to the trash. Delete it permanently?`;
    const options = { modal: true, detail: error instanceof Error ? error.message : String(error) };
    const answer = await showWarningMessage(question, options, 'Delete Permanently');
    if (!answer) throw new vscode.CancellationError();
    await deletePermanently(folder);
  }
}

async function deletePermanently(folder: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.delete(folder, { recursive: true, useTrash: false });
}
