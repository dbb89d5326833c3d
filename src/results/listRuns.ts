import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { JsonObject } from '../core/base/jsonValue.ts';
import { readDocument } from '../folder/documents.ts';
import { experimentFile } from '../folder/experimentFile.ts';
import { runFiles } from '../folder/names.ts';
import { readConfig, readStats, readSummary, recoverSummary } from '../folder/runDocuments.ts';
import { readSidecar, type Sidecar } from '../folder/sidecar.ts';
import type { ExperimentEntry } from '../protocol/experiments.ts';
import type { RunListEntry, RunState } from '../protocol/run.ts';
import { listExperiments } from './listExperiments.ts';

/** Runs are in a root folder, in an experiment's folder inside it, or one level deeper. */
const deepest = 3;
/** Number of folders read at once. More would open too many files. */
const together = 32;

const marks: readonly string[] = [runFiles.summary, runFiles.config, runFiles.responses];

/** Folders with a run, and folders with an experiment file. */
interface Found {
  readonly runs: Set<string>;
  readonly experiments: Set<string>;
}

/**
 * The runs below the given folders and the experiments they belong to, newest first. Reads only the small
 * files. Folders that cannot be read are left out with a warning; missing folders have no runs. Times are
 * milliseconds.
 */
export async function listRuns(
  roots: readonly string[],
): Promise<{ runs: RunListEntry[]; experiments: ExperimentEntry[]; warnings: string[] }> {
  const warnings: string[] = [];
  const found: Found = { runs: new Set(), experiments: new Set() };
  for (const root of roots) await findFolders(root, 0, found, warnings);
  const listed = await inBatches([...found.runs], folder => listEntry(folder, warnings));
  const runs = listed.filter(run => run !== null).sort(newestFirst);
  const experiments = await listExperiments(found.experiments, runs, warnings);
  return { runs, experiments: experiments.sort(newestFirst), warnings };
}

interface Listed {
  folder: string;
  startTime: number | null;
}

/** Equal times are sorted by folder: the order on disk differs between machines. */
function newestFirst(a: Listed, b: Listed): number {
  return (b.startTime ?? 0) - (a.startTime ?? 0) || (a.folder < b.folder ? -1 : 1);
}

async function findFolders(folder: string, depth: number, found: Found, warnings: string[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(error => {
    if (error.code !== 'ENOENT' || depth > 0) warnings.push(`${folder} cannot be read: ${error.message}`);
    return [];
  });
  const files = entries.filter(entry => entry.isFile()).map(entry => entry.name);
  if (files.includes(experimentFile)) found.experiments.add(folder);
  if (files.some(name => marks.includes(name))) {
    found.runs.add(folder);
    return;
  }
  if (depth === deepest) return;
  const inner = entries.filter(
    entry => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules',
  );
  await inBatches(inner, entry => findFolders(join(folder, entry.name), depth + 1, found, warnings));
}

async function inBatches<A, B>(items: readonly A[], make: (item: A) => Promise<B>): Promise<B[]> {
  const made: B[] = [];
  for (let i = 0; i < items.length; i += together) {
    made.push(...(await Promise.all(items.slice(i, i + together).map(make))));
  }
  return made;
}

async function listEntry(folder: string, warnings: string[]): Promise<RunListEntry | null> {
  const own: string[] = [];
  try {
    return await readEntry(folder, own);
  } catch (error) {
    own.push(error instanceof Error ? error.message : String(error));
    return null;
  } finally {
    warnings.push(...own.map(warning => `${folder}: ${warning}`));
  }
}

async function readEntry(folder: string, warnings: string[]): Promise<RunListEntry> {
  const [summaryFile, statsFile, sidecarFile] = await Promise.all([
    readDocument(folder, runFiles.summary),
    readDocument(folder, runFiles.stats),
    readDocument(folder, runFiles.sidecar),
  ]);
  const saved = readSummary(summaryFile, warnings);
  const stats = readStats(statsFile, warnings);
  const sidecar = readSidecar(sidecarFile, warnings);
  const summary =
    saved ?? recoverSummary(readConfig(await readDocument(folder, runFiles.config), warnings), null);
  return {
    folder,
    name: summary.run_name ?? basename(folder),
    state: stateOf(saved !== null, stats, sidecar),
    endpointName: sidecar?.endpoint?.name ?? summary.endpoint_name ?? '',
    model: summary.model_id ?? '',
    provider: summary.provider ?? '',
    startTime: summary.start_time ?? (await stat(folder)).birthtimeMs,
    totalRequests: summary.total_requests,
    failedRequests: numberOf(stats, 'failed_requests'),
    ttftP50: sidecar?.metrics?.ttft?.p50 ?? numberOf(stats, 'time_to_first_token-p50'),
    ttltP50: sidecar?.metrics?.ttlt?.p50 ?? numberOf(stats, 'time_to_last_token-p50'),
  };
}

function stateOf(summarized: boolean, stats: JsonObject | null, sidecar: Sidecar | null): RunState {
  if (sidecar?.state === 'failed') return 'failed';
  // From the folder alone, a killed run looks like a running one. The front end that runs it knows.
  if (!summarized || sidecar?.state === 'partial' || stats?.['interrupted'] === true) return 'partial';
  return 'saved';
}

function numberOf(json: JsonObject | null, key: string): number | null {
  const value = json?.[key];
  return typeof value === 'number' ? value : null;
}
