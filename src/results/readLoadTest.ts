import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { messageOf, UserError } from '../core/base/errors.ts';
import type { Part } from '../core/compare/parts.ts';
import type { Sample } from '../core/compare/sample.ts';
import { findKnee } from '../core/loadTest/knee.ts';
import { levelPart } from '../core/loadTest/levelParts.ts';
import { levelClients, missingLevels } from '../core/loadTest/levels.ts';
import { littlesLaw } from '../core/loadTest/littlesLaw.ts';
import { type LoadLevel, loadLevelOf } from '../core/loadTest/loadLevel.ts';
import { repeatedInLevels } from '../core/loadTest/repeatedPrompts.ts';
import type { LevelSeries, LoadTestSeries } from '../core/loadTest/series.ts';
import { Failures } from '../core/metrics/failures.ts';
import { quantile } from '../core/stats/percentiles.ts';
import { type ExperimentFile, readExperiment } from '../folder/experimentFile.ts';
import { type LoadedRun, loadRun } from '../folder/loadRun.ts';
import { runFiles } from '../folder/names.ts';
import type { PriceBook } from '../prices/priceBook.ts';
import type { LevelCost, LoadTest, LoadTestLevel } from '../protocol/run.ts';
import { tooManyFailures } from '../protocol/tooManyFailures.ts';
import { savedCost } from './savedCost.ts';
import { savedSample } from './savedSample.ts';

/**
 * Reads a load test: each folder inside is a level, identified by its number of clients (llmeter-format 7.1).
 * Folders without a run are left out with a warning. Throws UserError for a folder without levels, such as a
 * single run, or the one folder to which Python's `LoadTest.run` writes all its levels.
 */
export async function readLoadTest(folder: string): Promise<LoadTest> {
  return (await readLoadTestWithSeries(folder)).test;
}

/** Like `readLoadTest`, with the requests of each level for charts and comparisons. */
export async function readLoadTestWithSeries(
  folder: string,
  book: PriceBook | null = null,
): Promise<{ test: LoadTest; series: LoadTestSeries; parts: Part[] }> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new UserError(`${folder} cannot be read as a load test: ${messageOf(error)}.`, { cause: error });
  });
  if (entries.some(entry => entry.isFile() && entry.name === runFiles.responses))
    throw await notLevels(folder);
  const levels = new Map<number, ReadLevel>();
  const odd: string[] = [];
  for (const { name } of entries.filter(entry => entry.isDirectory()).sort(byName)) {
    try {
      const found = await readLevel(join(folder, name), book);
      const { clients } = found.level;
      if (levels.has(clients)) {
        odd.push(`${name} has ${clients} clients like another level: only the last one is shown.`);
      }
      levels.set(clients, found);
      odd.push(...found.warnings.map(warning => `${name}: ${warning}`));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      odd.push(`${name} is not a level and was left out: ${error.message}`);
    }
  }
  if (levels.size === 0) {
    throw new UserError(`${folder} is not a load test: it contains no folder with a run.`);
  }
  const read = [...levels.values()];
  const experiment = await readExperiment(folder, odd);
  const test = loadTestOf(
    folder,
    read.map(({ level }) => level),
    [
      ...(experiment ? shortOf(experiment, [...levels.keys()]) : []),
      ...odd,
      ...repeatedInLevels(read.map(({ sample }) => sample.conditions)),
    ],
  );
  const ascending = read.toSorted((a, b) => a.level.clients - b.level.clients);
  return {
    test,
    series: { name: test.name, levels: ascending.map(({ drawn }) => drawn) },
    parts: ascending.map(({ sample }) => levelPart(sample)),
  };
}

/** Why a load test ended before its last level, and which levels are missing, as sentences. */
function shortOf({ state, message, runs }: ExperimentFile, run: readonly number[]): string[] {
  const ends = {
    running: 'The load test is still running or was killed.',
    partial: message ?? 'The load test was stopped early.',
    failed: message ?? 'The load test failed.',
    saved: null,
  };
  const asked = runs.flatMap(name => levelClients(name) ?? []);
  return [ends[state] ?? [], missingLevels(asked, run)].flat();
}

/** A level with its data for charts. */
interface ReadLevel {
  level: LoadTestLevel;
  drawn: LevelSeries;
  sample: Sample;
  warnings: string[];
}

/** A load test made of these levels. */
export function loadTestOf(folder: string, levels: readonly LoadTestLevel[], warnings: string[]): LoadTest {
  const ascending = [...levels].sort((a, b) => a.clients - b.clients);
  return { folder, name: basename(folder), levels: ascending, knee: findKnee(ascending), warnings };
}

/** Reads a level from its run folder. Throws UserError if there is no run. */
export async function readLevel(folder: string, book: PriceBook | null = null): Promise<ReadLevel> {
  const run = await loadRun(folder, { responses: true });
  const sample = savedSample(run, basename(folder), book);
  const level = loadLevelOf(sample);
  const ttlt = sample.columns.ttlt.filter(Number.isFinite).sort();
  const at = (q: number) => (ttlt.length === 0 ? null : quantile(ttlt, q));
  return {
    level: {
      ...level,
      folder,
      ttltP50: at(0.5),
      ttltP90: at(0.9),
      littlesLaw: littlesLaw(level),
      ...costOf(run, level, book),
      errors: errorsOf(run),
      partial: run.partial,
      ...failuresOf(run),
    },
    drawn: {
      clients: level.clients,
      ttft: sample.columns.ttft,
      ttlt: sample.columns.ttlt,
      stats: run.stats,
    },
    sample,
    warnings: [...run.warnings, ...clientLimits(run)],
  };
}

/** What the measuring machine changed in a level. */
function clientLimits({ sidecar }: LoadedRun): string[] {
  return (sidecar?.diagnostics ?? []).flatMap(({ id, severity, message }) =>
    id === 'client-limited' && severity === 'warning' ? [message] : [],
  );
}

/** Without a known price, the total that Python saved in the statistics is used. */
function costOf(
  run: LoadedRun,
  { requests, failed }: LoadLevel,
  book: PriceBook | null,
): { cost?: LevelCost } {
  const found = savedCost(run, book)?.result;
  const saved = run.stats['cost_total'];
  if (!found && typeof saved !== 'number') return {};
  const measured = found ? found.total - found.unmeasured.cost : Number(saved);
  const succeeded = requests - failed;
  return {
    cost: {
      currency: found?.currency ?? 'USD',
      total: found?.total ?? measured,
      perSuccess: succeeded > 0 ? measured / succeeded : null,
    },
  };
}

function failuresOf({ sidecar }: LoadedRun): { tooManyFailures?: string[] } {
  const found = tooManyFailures(sidecar?.diagnostics ?? []);
  return found.length === 0 ? {} : { tooManyFailures: found };
}

function errorsOf({ responses, traces }: LoadedRun) {
  const failures = new Failures();
  responses.forEach((response, i) => {
    if (response.error !== null) failures.add(response, traces[i] ?? null);
  });
  return failures.list();
}

/** Why a folder that is itself a run is not a load test. */
async function notLevels(folder: string): Promise<UserError> {
  const { summary, responses } = await loadRun(folder, { responses: true });
  const { total_requests: total, clients } = summary;
  if (total === null || responses.length <= total) {
    return new UserError(`${folder} is a single run, not a load test. "llmeter stats" shows it.`);
  }
  return new UserError(
    `${folder} is a load test whose levels Python LLMeter wrote to one folder: it contains ${responses.length} responses of all levels, but only the summary of the last level (${total} requests, ${clients} clients). The files do not say which response belongs to which level, so the levels cannot be separated. Run the load test again with "llmeter load-test".`,
  );
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}
