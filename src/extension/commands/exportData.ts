import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { isJsonObject } from '../../core/base/jsonValue.ts';
import type { ExportData } from '../../protocol/experiments.ts';
import { showInformationMessage, showWarningMessage } from '../host/inert.ts';
import { choose, type PickItem } from '../host/questions/quickInput.ts';
import { revealFolder } from '../host/revealFolder.ts';
import { isFolders } from '../measurements/arguments.ts';
import { askWhere, comparisonName } from '../panels/saveAs.ts';
import type { Command } from './command.ts';
import { folderTargets } from './commandTargets.ts';
import type { Services } from './services.ts';

const formats: readonly (PickItem<ExportData['format']> & { value: ExportData['format'] })[] = [
  { label: 'CSV', description: 'one line per request', value: 'csv' },
  { label: 'Parquet', description: 'one typed row per request, for data frames', value: 'parquet' },
  { label: 'Markdown', description: 'the numbers, for a pull request', value: 'markdown' },
  { label: 'SVG', description: 'every chart, in a folder', value: 'svg' },
];
const endings = { csv: '.csv', parquet: '.parquet', markdown: '.md' } as const;

/**
 * Export Data: the requests, the numbers or the charts of the selected runs or experiment, in a format that
 * other tools read. With `ExportData` it asks nothing. Answers with the files that were written.
 */
export function exportData(services: Pick<Services, 'reader' | 'runsView'>): Command {
  return {
    id: 'llmeter.export.data',
    run: async (...args) => {
      const [first] = args;
      if (isExportData(first)) return (await services.reader.request('exportData', first)).files;
      const wanted = await askWhat(folderTargets(args, services));
      if (!wanted) return undefined;
      const { files, warnings } = await services.reader.request('exportData', wanted);
      reportFiles(files, warnings);
      return files;
    },
  };
}

async function askWhat(folders: string[]): Promise<ExportData | undefined> {
  if (folders.length === 0) return undefined;
  const format = await choose({ title: 'Export Data' }, { placeholder: 'Export format', choices: formats });
  if (typeof format !== 'string') return undefined;
  const name = comparisonName(folders);
  if (format !== 'svg') {
    const file = await askWhere(`${name}${endings[format]}`);
    return file && { folders, format, path: file.fsPath };
  }
  const [parent] =
    (await vscode.window.showOpenDialog({
      title: 'Where to Create the Folder of Charts',
      openLabel: 'Export Here',
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  return parent && { folders, format, path: join(parent.fsPath, `${name} charts`) };
}

function reportFiles(files: readonly string[], warnings: readonly string[]): void {
  const [first] = files;
  if (first === undefined) return;
  const text = files.length === 1 ? `Saved to ${basename(first)}.` : `${files.length} files were saved.`;
  const show = warnings.length > 0 ? showWarningMessage : showInformationMessage;
  void show([text, ...warnings].join(' '), 'Reveal').then(answer => answer && revealFolder(first));
}

function isExportData(value: unknown): value is ExportData {
  return isJsonObject(value) && isFolders(value['folders']) && typeof value['path'] === 'string';
}
