import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../core/base/errors.ts';
import type { JsonObject } from '../core/base/jsonValue.ts';
import { levelClients } from '../core/loadTest/levels.ts';
import { countsCacheBeside } from '../core/request/countedKinds.ts';
import type { InvocationResponse } from '../core/request/response.ts';
import { type Stalls, stallsOf } from '../core/request/stalls.ts';
import type { ResponseTrace } from '../core/request/trace.ts';
import { recomputeStats } from '../core/stats/recomputedStats.ts';
import type { RunSummary } from '../core/stats/runSummary.ts';
import { mergeSavedStats, type Stats } from '../core/stats/stats.ts';
import { readDocument } from './documents.ts';
import { readExperiment } from './experimentFile.ts';
import { readLines } from './lines.ts';
import { runFiles } from './names.ts';
import { readResponse } from './responseLine.ts';
import {
  endpointTypeOf,
  type RunConfigFile,
  readConfig,
  readStats,
  readSummary,
  recoverSummary,
} from './runDocuments.ts';
import { readSidecar, type Sidecar } from './sidecar.ts';
import { readStall } from './stallLine.ts';
import { joinTraces, readTrace } from './traceLine.ts';

/** A loaded run folder, written by us or by Python LLMeter. */
export interface LoadedRun {
  folder: string;
  summary: RunSummary;
  /** The same values as Python's `Result.load(folder).stats`. */
  stats: Stats;
  /** The content of `stats.json`; null without one. */
  savedStats: JsonObject | null;
  /** Empty unless requested. */
  responses: InvocationResponse[];
  /** One per response; null if the response has no trace, as in every folder that Python wrote. */
  traces: (ResponseTrace | null)[];
  /** When the measuring process could not read what arrived; null if that is not known or was not requested. */
  stalls: Stalls | null;
  /** Warm-up and cancelled requests, which are excluded from all statistics. */
  excluded: ResponseTrace[];
  config: RunConfigFile | null;
  /** The API counts cached tokens in addition to its input tokens. */
  cacheBeside: boolean;
  sidecar: Sidecar | null;
  /** Why the data are incomplete, as a sentence; null if they are complete. */
  partial: string | null;
  warnings: string[];
}

/**
 * Loads a run folder by the rules of llmeter-format 4.8, even after the run was killed or the folder was moved.
 * Without `responses` only the small files are read, if they are enough. Throws UserError if the folder
 * contains no run.
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
    warnings.push(`${runFiles.responses} is missing: only the saved statistics are shown.`);
  const summary = savedSummary ?? recoverSummary(config, found);
  summary.output_path ??= folder;

  const responses = want.responses ? (found ?? []) : [];
  const { traces, stalls } = want.responses ? await readOurs(folder, warnings) : { traces: [], stalls: null };
  const counted = want.responses || saved === null ? (found ?? []) : [];
  if (found && savedSummary) warnOfMixture(summary, found.length, warnings);
  return {
    folder,
    summary,
    stats: resolveStats(summary, counted, saved),
    savedStats: saved,
    responses,
    traces: joinTraces(responses, traces),
    stalls,
    excluded: traces.filter(trace => trace.phase !== 'measure'),
    config,
    cacheBeside: countsCacheBeside(endpointTypeOf(config)),
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

/** What only we record of the requests. */
async function readOurs(
  folder: string,
  warnings: string[],
): Promise<{ traces: ResponseTrace[]; stalls: Stalls | null }> {
  const traces = await readLines(join(folder, runFiles.trace), runFiles.trace, readTrace, warnings);
  const stalls = await readLines(join(folder, runFiles.stalls), runFiles.stalls, readStall, warnings);
  return { traces: traces ?? [], stalls: stalls && stallsOf(stalls) };
}

/** Python LLMeter's load test leaves all its levels in one folder (llmeter-format 7.1). */
function warnOfMixture(summary: RunSummary, found: number, warnings: string[]): void {
  const { total_requests: total } = summary;
  if (total === null || found <= total) return;
  warnings.push(
    `${runFiles.responses} contains ${found} responses, but the summary covers ${total}: several runs, such as the levels of a load test, were written to this folder. Rates cover the last run, all other statistics cover every response.`,
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
    return `The run wrote no summary: it was killed or is still running. ${count} ${count === 1 ? 'response was' : 'responses were'} saved.`;
  }
  if (sidecar?.state === 'partial' || saved?.['interrupted'] === true) {
    return sidecar?.message ?? 'The run was stopped early.';
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
  if (experiment !== null) return new UserError(`${folder} is not a run: ${experiment}`);
  return new UserError(
    `${folder} is not a run folder: it contains no ${runFiles.summary}, ${runFiles.responses} or ${runFiles.stats}.`,
  );
}

/** What kind of experiment a folder contains and which command shows it; null if it contains none. */
async function experimentIn(folder: string): Promise<string | null> {
  const loadTest =
    'it is a load test. "llmeter load-test --show" shows it, "llmeter report" writes a report of it, and "llmeter stats" shows one of the folders inside it.';
  switch ((await readExperiment(folder, []))?.kind) {
    case 'load-test':
      return loadTest;
    case 'ab':
      return 'it is an A/B test. "llmeter compare" compares its sides, "llmeter report" writes a report of them, and "llmeter stats" shows one of the folders inside it.';
    case 'repeats':
      return 'it is a repeated run. "llmeter report" writes a report of it, "llmeter compare" compares it with another, and "llmeter stats" shows one of the folders inside it.';
    default:
      return (await readdir(folder)).some(name => levelClients(name) !== null) ? loadTest : null;
  }
}
