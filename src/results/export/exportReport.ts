import { writeFile } from 'node:fs/promises';
import { messageOf, UserError } from '../../core/base/errors.ts';
import type { ExportReport } from '../../protocol/experiments.ts';
import { openExperiment, whatLiesIn } from '../openExperiment.ts';
import type { ReportContent } from '../report/reportContent.ts';
import type { SavedRuns } from '../savedRuns.ts';

/**
 * Writes the runs or experiments in `folders` as one HTML page that works offline. Throws a UserError if they
 * cannot be opened together, or if the file cannot be written.
 */
export async function exportReport({ folders, file, prices }: ExportReport, saved: SavedRuns): Promise<null> {
  const content = await reportContentOf(folders, saved, prices);
  // ECharts is large, and nothing else in the engine uses it.
  const { reportPage } = await import('../report/reportPage.ts');
  await writeFile(file, reportPage(content)).catch((error: unknown) => {
    throw new UserError(`Cannot write ${file}: ${messageOf(error)}. Choose another file.`);
  });
  return null;
}

/** The content of a report about the runs or experiments in `folders`. */
export async function reportContentOf(
  folders: readonly string[],
  saved: SavedRuns,
  prices?: string,
): Promise<ReportContent> {
  const [only] = folders;
  if (only !== undefined && folders.length === 1 && (await whatLiesIn(only)).content === 'run') {
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
