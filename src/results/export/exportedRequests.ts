import { join } from 'node:path';
import { UserError } from '../../core/base/errors.ts';
import type { ExportedRequest } from '../../core/export/responseColumns.ts';
import { type LoadedRun, loadRun } from '../../folder/loadRun.ts';
import { kindOfFolder } from '../kindOfFolder.ts';
import { readLoadTest } from '../readLoadTest.ts';
import { requestsOf } from '../savedRequests.ts';
import { distinctNames } from '../savedSample.ts';

/**
 * Every request of the runs and experiments in these folders, run by run, and what is missing, as sentences.
 * Throws UserError if there is no request in any of them.
 */
export async function exportedRequests(
  folders: readonly string[],
): Promise<{ requests: ExportedRequest[]; warnings: string[] }> {
  const runs: LoadedRun[] = [];
  const unreadable: string[] = [];
  for (const folder of folders) {
    try {
      for (const run of await runsIn(folder)) runs.push(await loadRun(run, { responses: true }));
    } catch (error) {
      if (!(error instanceof UserError) || folders.length === 1) throw error;
      unreadable.push(error.message);
    }
  }
  const names = distinctNames(runs.map(({ summary, folder }) => ({ name: summary.run_name, folder })));
  const requests = runs.flatMap((run, i) => requestsOf(run, names[i] ?? run.folder));
  const warnings = [
    ...unreadable,
    ...runs.flatMap((run, i) =>
      [...run.warnings, ...missingParts(run)].map(warning => `${names[i] ?? run.folder}: ${warning}`),
    ),
  ];
  if (requests.length > 0) return { requests, warnings };
  throw new UserError(`${folders.join(', ')} has no responses to export: saved statistics are not enough.`);
}

/** What an export lacks although the run had it. */
function missingParts({ responses, traces, sidecar }: LoadedRun): string[] {
  if (responses.length === 0) return ['There are no responses; saved statistics are not enough.'];
  if (sidecar === null || traces.some(trace => trace !== null)) return [];
  return ['There is no trace.jsonl: columns of clients, connections and gaps are empty.'];
}

async function runsIn(folder: string): Promise<string[]> {
  const { content, experiment } = await kindOfFolder(folder);
  if (content === 'load-test') return (await readLoadTest(folder)).levels.map(level => level.folder);
  if ((content === 'ab' || content === 'repeats') && experiment)
    return experiment.runs.map(name => join(folder, name));
  return [folder];
}
