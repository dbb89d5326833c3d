import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, UserError } from '../../core/base/errors.ts';
import { responsesCsv } from '../../core/export/responsesCsv.ts';
import type { ExportData, ExportedFiles } from '../../protocol/experiments.ts';
import type { ReportContent } from '../report/reportContent.ts';
import type { SavedRuns } from '../savedRuns.ts';
import { exportedRequests } from './exportedRequests.ts';
import { reportContentOf } from './exportReport.ts';

/**
 * Writes the content of folders in a format for other tools and returns their paths and the warnings. Throws
 * UserError if the folders cannot be opened together or the files cannot be written.
 */
export async function exportFiles(
  { folders, format, path }: ExportData,
  saved: SavedRuns,
): Promise<ExportedFiles> {
  switch (format) {
    case 'csv': {
      const { requests, warnings } = await exportedRequests(folders);
      return written([[path, responsesCsv(requests)]], warnings);
    }
    case 'parquet': {
      const { responsesParquet } = await import('./responsesParquet.ts');
      const { requests, warnings } = await exportedRequests(folders);
      return written([[path, responsesParquet(requests)]], warnings);
    }
    case 'markdown': {
      const { markdownReport } = await import('../report/markdownReport.ts');
      // The report itself contains the warnings.
      return written([[path, markdownReport(await reportContentOf(folders, saved))]], []);
    }
    case 'svg': {
      const { contentCharts } = await import('../report/contentCharts.ts');
      const { drawPicture } = await import('../report/drawChart.ts');
      const content = await reportContentOf(folders, saved);
      const charts = contentCharts(content);
      if (charts.length === 0) {
        throw new UserError(
          `There are no charts for ${folders.join(', ')}: every request failed, or its answer held no token.`,
        );
      }
      await mkdir(path, { recursive: true }).catch(error => refuse(path, error));
      return written(
        charts.map(({ name, chart }) => [join(path, `${fileName(name)}.svg`), drawPicture(chart)]),
        warningsOf(content),
      );
    }
  }
}

async function written(
  files: readonly (readonly [path: string, content: string | Uint8Array | Iterable<string>])[],
  warnings: string[],
): Promise<ExportedFiles> {
  for (const [path, content] of files) {
    await writeFile(path, content).catch(error => refuse(path, error));
  }
  return { files: files.map(([path]) => path), warnings };
}

function warningsOf(content: ReportContent): string[] {
  switch (content.kind) {
    case 'run':
      return content.run.report.warnings;
    case 'runs':
      return content.comparison.warnings;
    case 'load-tests':
      return content.tests.flatMap(({ warnings }) => warnings);
    case 'heatmaps':
      return content.heatmaps.flatMap(({ warnings }) => warnings);
    case 'repeats':
      return content.repeated.warnings;
  }
}

function refuse(path: string, error: unknown): never {
  throw new UserError(`Cannot write ${path}: ${messageOf(error)}. Choose another path.`, { cause: error });
}

/** Names of runs may contain characters that file names may not. */
function fileName(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}._ -]/gu, '-');
}
