import { basename } from 'node:path';
import * as vscode from 'vscode';
import { isJsonObject } from '../../core/base/jsonValue.ts';
import { showInformationMessage } from '../host/inert.ts';
import { revealFolder } from '../host/revealFolder.ts';
import { isFolders } from '../measurements/arguments.ts';
import { askWhere, comparisonName } from '../panels/saveAs.ts';
import type { Command } from './command.ts';
import { folderTargets } from './commandTargets.ts';
import type { Services } from './services.ts';

/** What **Export HTML Report** accepts, so that it asks nothing. */
export interface ExportReportArguments {
  folders: string[];
  /** Absolute path. An existing file is replaced. */
  file: string;
}

/**
 * Export HTML Report: the selected run or experiment, or several side by side, as one page that needs
 * neither network nor scripts.
 */
export function exportReportCommand(services: Pick<Services, 'reader' | 'runsView'>): Command {
  return {
    id: 'llmeter.export.report',
    run: async (...args) => {
      const [first] = args;
      if (isExportReportArguments(first)) await services.reader.request('exportReport', first);
      else await askAndExport(services, folderTargets(args, services));
    },
  };
}

/** Asks where to save the report, writes it and offers to open it. */
export async function askAndExport(
  { reader }: Pick<Services, 'reader'>,
  folders: readonly string[],
): Promise<void> {
  if (folders.length === 0) return;
  const file = await askWhere(`${comparisonName(folders)}.html`);
  if (!file) return;
  await reader.request('exportReport', { folders: [...folders], file: file.fsPath });
  const text = `Saved the report to ${basename(file.fsPath)}.`;
  void showInformationMessage(text, 'Open', 'Reveal').then(async answer => {
    if (answer === 'Open') await vscode.env.openExternal(file);
    if (answer === 'Reveal') await revealFolder(file.fsPath);
  });
}

function isExportReportArguments(value: unknown): value is ExportReportArguments {
  return isJsonObject(value) && isFolders(value['folders']) && typeof value['file'] === 'string';
}
