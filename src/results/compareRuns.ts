import { UserError } from '../core/base/errors.ts';
import { type CompareOptions, compareSamples } from '../core/compare/compareSamples.ts';
import type { Sample } from '../core/compare/sample.ts';
import { type LoadedRun, loadRun } from '../folder/loadRun.ts';
import type { PriceBook } from '../prices/priceBook.ts';
import type { RunComparison } from '../protocol/run.ts';
import { distinctNames, savedSample } from './savedSample.ts';

/** A comparison of saved runs, with the samples that it compared. */
export interface ComparedRuns {
  comparison: RunComparison;
  /** One for each of `comparison.runs`. */
  samples: Sample[];
}

/**
 * Compares saved runs with the first one, the baseline. Throws UserError for fewer than two runs, a folder
 * without a run, and a run without responses.
 */
export async function compareRuns(
  folders: readonly string[],
  options: CompareOptions = {},
  book: PriceBook | null = null,
): Promise<ComparedRuns> {
  if (folders.length < 2) throw new UserError('A comparison needs at least two run folders.');
  const runs: LoadedRun[] = [];
  for (const folder of folders) runs.push(await loadMeasured(folder));
  const names = distinctNames(runs.map(({ summary, folder }) => ({ name: summary.run_name, folder })));
  const samples = runs.map((run, i) => savedSample(run, names[i] ?? run.folder, book));
  return {
    comparison: {
      runs: runs.map(({ folder }, i) => ({ name: names[i] ?? folder, folder })),
      pairs: compareSamples(samples, options),
      warnings: runs.flatMap(({ warnings }, i) => warnings.map(warning => `${names[i]}: ${warning}`)),
    },
    samples,
  };
}

async function loadMeasured(folder: string): Promise<LoadedRun> {
  const run = await loadRun(folder, { responses: true });
  if (run.responses.length > 0) return run;
  throw new UserError(
    `${folder} has no responses, and a comparison needs them: saved statistics are not enough.`,
  );
}
