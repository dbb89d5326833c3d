import { join } from 'node:path';
import { UserError } from '../../core/base/errors.ts';
import type { ExportedRequest } from '../../core/export/responseColumns.ts';
import { Undelayer } from '../../core/metrics/undelayed.ts';
import { type LoadedRun, loadRun } from '../../folder/loadRun.ts';
import { kindOfFolder } from '../kindOfFolder.ts';
import { readLoadTest } from '../readLoadTest.ts';
import { savedCost } from '../savedCost.ts';
import { distinctNames } from '../savedSample.ts';

/**
 * Every request of the runs and experiments in these folders, run by run. Throws UserError for an empty
 * folder, and if there are no responses.
 */
export async function exportedRequests(
  folders: readonly string[],
): Promise<{ requests: ExportedRequest[]; warnings: string[] }> {
  const runs: LoadedRun[] = [];
  for (const folder of folders) {
    for (const run of await runsIn(folder)) runs.push(await loadRun(run, { responses: true }));
  }
  const names = distinctNames(runs.map(({ summary, folder }) => ({ name: summary.run_name, folder })));
  const requests = runs.flatMap((run, i) => requestsOf(run, names[i] ?? run.folder));
  const warnings = runs.flatMap((run, i) =>
    run.warnings.map(warning => `${names[i] ?? run.folder}: ${warning}`),
  );
  if (requests.length > 0) return { requests, warnings };
  throw new UserError(`${folders.join(', ')} has no responses to export: saved statistics are not enough.`);
}

async function runsIn(folder: string): Promise<string[]> {
  const { content, experiment } = await kindOfFolder(folder);
  if (content === 'load-test') return (await readLoadTest(folder)).levels.map(level => level.folder);
  if (content === 'ab' && experiment) return experiment.runs.map(name => join(folder, name));
  return [folder];
}

function requestsOf(run: LoadedRun, name: string): ExportedRequest[] {
  const costs = savedCost(run)?.perResponse;
  const undelayer = run.stalls && new Undelayer(run.stalls);
  return run.responses.map((response, i) => {
    const trace = run.traces[i] ?? null;
    return {
      run: name,
      response,
      trace,
      cost: costs?.[i] ?? null,
      undelayed: trace ? undelayer?.of(trace) : undefined,
    };
  });
}
