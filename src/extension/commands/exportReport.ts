import { basename } from 'node:path';
import * as vscode from 'vscode';
import { isJsonObject } from '../../core/base/jsonValue.ts';
import { revealFolder } from '../host/revealFolder.ts';
import { isFolders } from '../measurements/experimentArguments.ts';
import { askWhere, comparisonName } from '../panels/saveAs.ts';
import type { Command } from './command.ts';
import { savedFoldersOf } from './commandTargets.ts';
import type { Services } from './services.ts';

/** What **Export Report** accepts, so that it asks nothing. */
export interface ExportReportArguments {
  folders: string[];
  /** Absolute path; what is there is replaced. */
  file: string;
}

/**
 * Export Report: the selected run or experiment, or several side by side, as one HTML page that needs
 * neither network nor scripts.
 */
export function exportReport(services: Pick<Services, 'reader' | 'runsView'>): Command {
  return {
    id: 'llmeter.export.report',
    run: async (...args) => {
      const [first] = args;
      if (isExportReportArguments(first)) await services.reader.request('exportReport', first);
      else await askAndExport(services, savedFoldersOf(args, services));
    },
  };
}

/** Asks where the report is to go, writes it and tells where it is. */
export async function askAndExport(
  { reader }: Pick<Services, 'reader'>,
  folders: readonly string[],
): Promise<void> {
  if (folders.length === 0) return;
  const file = await askWhere(`${comparisonName(folders)}.html`);
  if (!file) return;
  await reader.request('exportReport', { folders: [...folders], file: file.fsPath });
  const text = `The report is in ${basename(file.fsPath)}.`;
  void vscode.window.showInformationMessage(text, 'Open', 'Reveal').then(async answer => {
    if (answer === 'Open') await vscode.env.openExternal(file);
    if (answer === 'Reveal') await revealFolder(file.fsPath);
  });
}

function isExportReportArguments(value: unknown): value is ExportReportArguments {
  return isJsonObject(value) && isFolders(value['folders']) && typeof value['file'] === 'string';
}
