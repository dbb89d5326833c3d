import { writeFile } from 'node:fs/promises';
import { messageOf, UserError } from '../../core/base/errors.ts';
import type { ExportReport } from '../../protocol/experiments.ts';
import { kindOfFolder } from '../kindOfFolder.ts';
import { openExperiment } from '../openExperiment.ts';
import type { ReportContent } from '../report/reportContent.ts';
import type { SavedRuns } from '../savedRuns.ts';

/**
 * Writes the content of folders as one HTML page that needs no network. Throws UserError if the folders cannot
 * be opened together or the file cannot be written.
 */
export async function exportReport({ folders, file, prices }: ExportReport, saved: SavedRuns): Promise<null> {
  const content = await reportContentOf(folders, saved, prices);
  // Loaded late: ECharts is large, and nothing else in the engine draws.
  const { reportPage } = await import('../report/reportPage.ts');
  await writeFile(file, reportPage(content)).catch((error: unknown) => {
    throw new UserError(`Cannot write ${file}: ${messageOf(error)}. Choose another file.`);
  });
  return null;
}

/** The content of folders for a report or an export. */
export async function reportContentOf(
  folders: readonly string[],
  saved: SavedRuns,
  prices?: string,
): Promise<ReportContent> {
  const [only] = folders;
  if (only !== undefined && folders.length === 1 && (await kindOfFolder(only)).content === 'run') {
    const report = await saved.report(only, prices);
    return { kind: 'run', run: { name: report.name, report } };
  }
  const content = await openExperiment({
    folders: [...folders],
    ...(prices !== undefined && { prices }),
  });
  if (content.kind !== 'runs') return content;
  const reports = [];
  for (const { name, folder } of content.comparison.runs) {
    reports.push({ name, report: await saved.report(folder, prices) });
  }
  return { ...content, reports };
}
