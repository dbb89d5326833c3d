import { basename } from 'node:path';
import { UserError } from '../core/base/errors.ts';
import { type CompareOptions, compareSamples } from '../core/compare/compareSamples.ts';
import { repeatedSample } from '../core/compare/repeats.ts';
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

/** How runs are read. */
interface Reading {
  /** See `savedSample`. */
  book?: PriceBook | null;
  /** The folders of the runs in each folder of a repeated run. */
  repeats?: ReadonlyMap<string, readonly string[]>;
}

/** A run, or the runs of a repeated one. */
interface LoadedSide {
  folder: string;
  name: string | null;
  runs: LoadedRun[];
  warnings: string[];
}

/**
 * Compares saved runs with the first one, the baseline. Throws UserError for fewer than two runs, a folder
 * without a run, and a run without responses.
 */
export async function compareRuns(
  folders: readonly string[],
  options: CompareOptions = {},
  { book = null, repeats = new Map() }: Reading = {},
): Promise<ComparedRuns> {
  if (folders.length < 2) throw new UserError('A comparison needs at least two run folders.');
  const sides: LoadedSide[] = [];
  for (const folder of folders) sides.push(await loadSide(folder, repeats.get(folder)));
  const names = distinctNames(sides);
  const samples = sides.map((side, i) => sampleOfSide(side, names[i] ?? side.folder, book));
  return {
    comparison: {
      runs: sides.map(({ folder }, i) => ({ name: names[i] ?? folder, folder })),
      pairs: compareSamples(samples, options),
      warnings: sides.flatMap(({ warnings }, i) => warnings.map(warning => `${names[i]}: ${warning}`)),
    },
    samples,
  };
}

async function loadSide(folder: string, repeats: readonly string[] | undefined): Promise<LoadedSide> {
  if (repeats === undefined) {
    const run = await loadMeasured(folder);
    return { folder: run.folder, name: run.summary.run_name, runs: [run], warnings: run.warnings };
  }
  const runs: LoadedRun[] = [];
  const warnings: string[] = [];
  for (const one of repeats) {
    try {
      runs.push(await loadMeasured(one));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      warnings.push(`${basename(one)} was left out: ${error.message}`);
    }
  }
  if (runs.length === 0) throw new UserError(`${folder} holds none of its runs.`);
  return { folder, name: null, runs, warnings: [...warnings, ...runs.flatMap(run => run.warnings)] };
}

function sampleOfSide({ runs, folder }: LoadedSide, name: string, book: PriceBook | null): Sample {
  const [first, ...others] = runs.map(run => savedSample(run, name, book));
  if (first === undefined) throw new UserError(`${folder} holds none of its runs.`);
  return others.length === 0 ? first : repeatedSample(name, [first, ...others]);
}

async function loadMeasured(folder: string): Promise<LoadedRun> {
  const run = await loadRun(folder, { responses: true });
  if (run.responses.length > 0) return run;
  throw new UserError(
    `${folder} has no responses, and a comparison needs them: saved statistics are not enough.`,
  );
}
