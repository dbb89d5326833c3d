import { basename, dirname, join } from 'node:path';
import { groupBy } from '../core/base/groupBy.ts';
import { levelClients } from '../core/loadTest/levels.ts';
import { recipeOf } from '../core/recipes/recipes.ts';
import { experimentFile, readExperiment } from '../folder/experimentFile.ts';
import type { ExperimentEntry } from '../protocol/experiments.ts';
import type { RunListEntry } from '../protocol/run.ts';

/**
 * The experiments among runs: folders with our experiment file, and folders whose runs are named like the
 * levels of a load test of Python LLMeter.
 */
export async function listExperiments(
  folders: ReadonlySet<string>,
  runs: readonly RunListEntry[],
  warnings: string[],
): Promise<ExperimentEntry[]> {
  const entries: ExperimentEntry[] = [];
  for (const folder of folders) {
    const own: string[] = [];
    const entry = await entryOf(folder, runs, own).catch(() => null);
    if (entry !== null) entries.push(entry);
    else if (own.length === 0) own.push(`${experimentFile} cannot be read and was ignored.`);
    warnings.push(...own.map(warning => `${folder}: ${warning}`));
  }
  const known = new Set(entries.map(({ folder }) => folder));
  const tests = groupBy(runs, run => dirname(run.folder));
  for (const [folder, levels] of tests) {
    if (!known.has(folder) && levels.every(level => levelClients(basename(level.folder)) !== null)) {
      entries.push(foreignLoadTest(folder, levels));
    }
  }
  return entries;
}

async function entryOf(
  folder: string,
  runs: readonly RunListEntry[],
  warnings: string[],
): Promise<ExperimentEntry | null> {
  const file = await readExperiment(folder, warnings);
  if (file === null) return null;
  const known = new Set(runs.map(run => run.folder));
  const inside = file.runs.map(name => join(folder, name)).filter(run => known.has(run));
  return {
    folder,
    name: file.name,
    kind: file.kind,
    // From the folder alone, a killed experiment looks like a running one. The front end that runs it knows.
    state: file.state === 'running' ? 'partial' : file.state,
    recipe: recipeOf(file.recipe)?.title ?? null,
    startTime: file.startTime,
    runs: known.has(folder) ? [folder] : inside,
  };
}

function foreignLoadTest(folder: string, levels: readonly RunListEntry[]): ExperimentEntry {
  const starts = levels.flatMap(({ startTime }) => startTime ?? []);
  return {
    folder,
    name: basename(folder),
    kind: 'load-test',
    state: levels.every(({ state }) => state === 'saved') ? 'saved' : 'partial',
    recipe: null,
    startTime: starts.length === 0 ? null : Math.min(...starts),
    runs: levels.map(level => level.folder).sort(),
  };
}
