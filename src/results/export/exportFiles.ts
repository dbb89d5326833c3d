import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, UserError } from '../../core/base/errors.ts';
import { responsesCsv } from '../../core/export/responsesCsv.ts';
import type { ExportData } from '../../protocol/experiments.ts';
import type { SavedRuns } from '../savedRuns.ts';
import { exportedRequests } from './exportedRequests.ts';
import { reportContentOf } from './exportReport.ts';

/**
 * Writes the content of folders in a format for other tools and returns the paths of the files. Throws
 * UserError if the folders cannot be opened together or the files cannot be written.
 */
export async function exportFiles(
  { folders, format, path }: ExportData,
  saved: SavedRuns,
): Promise<string[]> {
  switch (format) {
    case 'csv':
      return written([[path, responsesCsv(await exportedRequests(folders))]]);
    case 'parquet': {
      const { responsesParquet } = await import('./responsesParquet.ts');
      return written([[path, responsesParquet(await exportedRequests(folders))]]);
    }
    case 'markdown': {
      const { markdownReport } = await import('../report/markdownReport.ts');
      return written([[path, markdownReport(await reportContentOf(folders, saved))]]);
    }
    case 'svg': {
      const { contentCharts } = await import('../report/contentCharts.ts');
      const { drawPicture } = await import('../report/drawChart.ts');
      const charts = contentCharts(await reportContentOf(folders, saved));
      if (charts.length === 0) {
        throw new UserError(`There are no charts for ${folders.join(', ')}: no request succeeded.`);
      }
      await mkdir(path, { recursive: true }).catch(error => refuse(path, error));
      return written(
        charts.map(({ name, chart }) => [join(path, `${fileName(name)}.svg`), drawPicture(chart)]),
      );
    }
  }
}

async function written(
  files: readonly (readonly [path: string, content: string | Uint8Array | Iterable<string>])[],
) {
  for (const [path, content] of files) {
    await writeFile(path, content).catch(error => refuse(path, error));
  }
  return files.map(([path]) => path);
}

function refuse(path: string, error: unknown): never {
  throw new UserError(`Cannot write ${path}: ${messageOf(error)}. Choose another path.`, { cause: error });
}

/** Names of runs may contain characters that file names may not. */
function fileName(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}._ -]/gu, '-');
}
