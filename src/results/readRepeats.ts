import { basename, join } from 'node:path';
import { messageOf, UserError } from '../core/base/errors.ts';
import { countOf } from '../core/format/quantities.ts';
import { repeatedNumbers } from '../core/repeats/repeatedRun.ts';
import { readExperiment } from '../folder/experimentFile.ts';
import type { RepeatedRun } from '../protocol/experiments.ts';
import type { Report } from '../protocol/run.ts';
import { SavedRuns } from './savedRuns.ts';

/** Reads a repeated run: its runs, and their numbers together. Throws UserError if there is no run. */
export async function readRepeats(folder: string, prices?: string): Promise<RepeatedRun> {
  const warnings: string[] = [];
  const experiment = await readExperiment(folder, warnings);
  const saved = new SavedRuns();
  const reports: Report[] = [];
  const wanted = experiment?.runs ?? [];
  for (const name of wanted) {
    try {
      const report = await saved.report(join(folder, name), prices);
      reports.push(report);
      warnings.push(...report.warnings.map(warning => `${name}: ${warning}`));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      warnings.push(`${name} was left out: ${messageOf(error)}`);
    }
  }
  if (reports.length === 0) throw new UserError(`${folder} holds none of its runs.`);
  if (reports.length < wanted.length) {
    warnings.push(`${reports.length} of ${countOf(wanted.length, 'run')} were made.`);
  }
  return {
    folder,
    name: experiment?.name || basename(folder),
    runs: reports.map(({ name, folder: at, totalRequests, failedRequests }) => ({
      ...{ name, folder: at, requests: totalRequests, failed: failedRequests },
    })),
    numbers: repeatedNumbers(reports.map(({ metrics }) => metrics)),
    warnings,
  };
}
