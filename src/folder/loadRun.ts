import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../core/base/errors.ts';
import type { JsonObject } from '../core/base/jsonValue.ts';
import { levelClients } from '../core/loadTest/levels.ts';
import type { InvocationResponse } from '../core/request/response.ts';
import type { ResponseTrace } from '../core/request/trace.ts';
import { recomputeStats } from '../core/stats/recomputedStats.ts';
import type { RunSummary } from '../core/stats/runSummary.ts';
import { mergeSavedStats, type Stats } from '../core/stats/stats.ts';
import { readDocument } from './documents.ts';
import { readExperiment } from './experimentFile.ts';
import { readLines } from './lines.ts';
import { runFiles } from './names.ts';
import { readResponse } from './responseLine.ts';
import { type RunConfigFile, readConfig, readStats, readSummary, recoverSummary } from './runDocuments.ts';
import { readSidecar, type Sidecar } from './sidecar.ts';
import { joinTraces, readTrace } from './traceLine.ts';

/** A run folder, whoever wrote it. */
export interface LoadedRun {
  folder: string;
  summary: RunSummary;
  /** As Python's `Result.load(folder).stats` has them. */
  stats: Stats;
  /** The content of `stats.json` as it is; null where there is none. */
  savedStats: JsonObject | null;
  /** Empty unless asked for. */
  responses: InvocationResponse[];
  /** One for each response; null where nothing is known, as in every folder that Python wrote. */
  traces: (ResponseTrace | null)[];
  /** Warm-up and cancelled requests, which are in no statistic. */
  excluded: ResponseTrace[];
  config: RunConfigFile | null;
  sidecar: Sidecar | null;
  /** Why the data are incomplete, as a sentence; null when they are not. */
  partial: string | null;
  warnings: string[];
}

/**
 * Loads a run folder by the rules of llmeter-format 4.8, also one of a killed run or one that was moved. Without
 * `responses` only the small files are read, if they suffice. Throws UserError for a folder that holds
 * no run.
 */
export async function loadRun(folder: string, want: { responses: boolean }): Promise<LoadedRun> {
  const warnings: string[] = [];
  const [summaryFile, statsFile, configFile, sidecarFile] = await Promise.all([
    readDocument(folder, runFiles.summary),
    readDocument(folder, runFiles.stats),
    readDocument(folder, runFiles.config),
    readDocument(folder, runFiles.sidecar),
  ]);
  const hasResponses = await exists(join(folder, runFiles.responses));
  if (summaryFile === 'missing' && statsFile === 'missing' && !hasResponses) throw await noRun(folder);

  const savedSummary = readSummary(summaryFile, warnings);
  const saved = readStats(statsFile, warnings);
  const config = readConfig(configFile, warnings);
  const sidecar = readSidecar(sidecarFile, warnings);

  const read = want.responses || savedSummary === null || saved === null;
  const found = read ? await readResponses(folder, warnings) : null;
  if (read && found === null)
    warnings.push(`${runFiles.responses} is missing; statistics are the saved ones.`);
  const summary = savedSummary ?? recoverSummary(config, found);
  summary.output_path ??= folder;

  const responses = want.responses ? (found ?? []) : [];
  const traces = want.responses ? await readTraces(folder, warnings) : [];
  const counted = want.responses || saved === null ? (found ?? []) : [];
  if (found && savedSummary) warnOfMixture(summary, found.length, warnings);
  return {
    folder,
    summary,
    stats: resolveStats(summary, counted, saved),
    savedStats: saved,
    responses,
    traces: joinTraces(responses, traces),
    excluded: traces.filter(trace => trace.phase !== 'measure'),
    config,
    sidecar,
    partial: partialReason(savedSummary !== null, summary, found, saved, sidecar),
    warnings,
  };
}

function resolveStats(
  summary: RunSummary,
  responses: readonly InvocationResponse[],
  saved: JsonObject | null,
): Stats {
  if (responses.length === 0 && saved) return { ...saved };
  return mergeSavedStats(recomputeStats(summary, responses), saved ?? {});
}

function readResponses(folder: string, warnings: string[]): Promise<InvocationResponse[] | null> {
  return readLines(join(folder, runFiles.responses), runFiles.responses, readResponse, warnings);
}

async function readTraces(folder: string, warnings: string[]): Promise<ResponseTrace[]> {
  return (await readLines(join(folder, runFiles.trace), runFiles.trace, readTrace, warnings)) ?? [];
}

/** A load test of the reference tool leaves all its levels in one folder (llmeter-format 7.1). */
function warnOfMixture(summary: RunSummary, found: number, warnings: string[]): void {
  const { total_requests: total } = summary;
  if (total === null || found <= total) return;
  warnings.push(
    `${runFiles.responses} holds ${found} responses, but the summary is of ${total}: several runs, such as the levels of a load test, were written into this folder. Rates are of the last run, the other statistics of all responses.`,
  );
}

function partialReason(
  summarized: boolean,
  summary: RunSummary,
  found: readonly InvocationResponse[] | null,
  saved: JsonObject | null,
  sidecar: Sidecar | null,
): string | null {
  if (sidecar?.state === 'failed') return sidecar.message ?? 'The run failed.';
  if (!summarized) {
    const count = found?.length ?? 0;
    return `The run wrote no summary: it was killed, or is still going on. ${count} ${count === 1 ? 'response was' : 'responses were'} saved.`;
  }
  if (sidecar?.state === 'partial' || saved?.['interrupted'] === true) {
    return 'The run was stopped before its end.';
  }
  const total = summary.total_requests ?? 0;
  if (found && found.length < total) return `Only ${found.length} of ${total} responses could be read.`;
  return null;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

async function noRun(folder: string): Promise<UserError> {
  if (!(await exists(folder))) return new UserError(`The folder ${folder} does not exist.`);
  const experiment = await experimentIn(folder);
  if (experiment !== null) return new UserError(`${folder} is no run: ${experiment}`);
  return new UserError(
    `${folder} holds no run: there is no ${runFiles.summary}, ${runFiles.responses} or ${runFiles.stats} in it.`,
  );
}

/** What else a folder holds, and what shows that; null where it is nothing of ours or of Python's. */
async function experimentIn(folder: string): Promise<string | null> {
  const loadTest =
    'it is a load test. "llmeter load-test --show" shows it, "llmeter report" makes a page of it, and "llmeter stats" shows one of the folders inside it.';
  switch ((await readExperiment(folder, []))?.kind) {
    case 'load-test':
      return loadTest;
    case 'ab':
      return 'it is an A/B run. "llmeter compare" compares its sides, "llmeter report" makes a page of them, and "llmeter stats" shows one of the folders inside it.';
    default:
      return (await readdir(folder)).some(name => levelClients(name) !== null) ? loadTest : null;
  }
}
