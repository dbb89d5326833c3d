import { basename } from 'node:path';
import { UserError } from '../core/base/errors.ts';
import type { Part } from '../core/compare/parts.ts';
import { formatCount } from '../core/format/quantities.ts';
import type { Heatmap } from '../core/heatmap/heatmap.ts';
import { type AskedLengths, type HeatmapRequest, heatmapOf } from '../core/heatmap/heatmapOf.ts';
import { lengthsLabel } from '../core/heatmap/lengthParts.ts';
import { allInputTokens } from '../core/request/countedKinds.ts';
import { heldNoToken, isAboutEmptyAnswers } from '../core/request/emptyAnswer.ts';
import { type ExperimentFile, readExperiment } from '../folder/experimentFile.ts';
import { type LoadedRun, loadRun } from '../folder/loadRun.ts';
import type { PriceBook } from '../prices/priceBook.ts';
import type { ReadHeatmap } from '../protocol/experiments.ts';
import { tooManyFailures, unlessDiagnosed } from '../protocol/tooManyFailures.ts';
import { savedSample } from './savedSample.ts';

/** More bins could not be told apart in the chart. */
const mostBins = 100;

/**
 * The latency of a run by the lengths of its prompts and answers. A run of a heatmap measurement is binned by
 * the requested lengths too; any other run, even one that Python wrote, by the lengths of its responses.
 * Throws UserError for a folder without a run or without responses.
 */
export async function readHeatmap(asked: ReadHeatmap): Promise<Heatmap> {
  return (await readHeatmapWithParts(asked)).heatmap;
}

/** The same, with the requests grouped by requested length for comparisons. */
export async function readHeatmapWithParts(
  { folder, bins = 'log', inputBins, outputBins }: ReadHeatmap,
  book: PriceBook | null = null,
): Promise<{ heatmap: Heatmap; parts: Part[] }> {
  for (const count of [inputBins, outputBins]) {
    if (count === undefined || (Number.isInteger(count) && count >= 1 && count <= mostBins)) continue;
    throw new UserError(
      `A heatmap must have 1 to ${mostBins} bins of input lengths and of output lengths, not ${count}.`,
    );
  }
  const run = await loadRun(folder, { responses: true });
  const odd: string[] = [];
  const experiment = await readExperiment(folder, odd);
  const planned = experiment?.kind === 'heatmap' ? askedFrom(experiment.parameters) : [];
  if (run.responses.length === 0 && planned.length === 0) {
    throw new UserError(
      `${folder} has no responses, and a heatmap needs them: saved statistics are not enough.`,
    );
  }
  const requests = requestsOf(run, planned);
  const diagnostics = run.sidecar?.diagnostics ?? [];
  const partial = unlessDiagnosed(run.partial, diagnostics);
  const failures = tooManyFailures(diagnostics);
  const emptyIsTold = diagnostics.some(({ id }) => isAboutEmptyAnswers(id));
  const binned = heatmapOf(requests, { bins, inputBins, outputBins, planned, emptyIsTold });
  const heatmap = {
    folder,
    name: run.summary.run_name ?? basename(folder),
    model: run.summary.model_id ?? '',
    ...binned,
    ...(failures.length > 0 && { tooManyFailures: failures }),
    warnings: [
      ...(partial === null ? [] : [partial]),
      ...run.warnings,
      ...odd,
      ...idleClients(run.summary.clients, planned.length),
      ...binned.warnings,
      ...toldBy(run),
    ],
  };
  return { heatmap, parts: partsOf(run, planned, book) };
}

function idleClients(clients: number | null, planned: number): string[] {
  if (clients === null || planned === 0 || clients <= planned) return [];
  return [`Only ${formatCount(planned)} of ${formatCount(clients)} clients had a request to send.`];
}

/** The warnings among the run's diagnostics. */
function toldBy({ sidecar }: LoadedRun): string[] {
  return (sidecar?.diagnostics ?? []).flatMap(({ severity, message, advice }) =>
    severity === 'warning' ? [`${message} ${advice}`] : [],
  );
}

/** The requested lengths of each payload, in the order of `payload.jsonl`, for the experiment file. */
export function askedParameters(asked: readonly AskedLengths[]) {
  return {
    askedInputTokens: asked.map(({ input }) => input),
    askedOutputTokens: asked.map(({ output }) => output),
  };
}

function askedFrom({ askedInputTokens = [], askedOutputTokens = [] }: ExperimentFile['parameters']) {
  return askedInputTokens.flatMap((input, i): AskedLengths[] => {
    const output = askedOutputTokens[i];
    return output === undefined ? [] : [{ input, output }];
  });
}

function requestsOf(run: LoadedRun, planned: readonly AskedLengths[]): HeatmapRequest[] {
  const { columns } = savedSample(run, '');
  return run.responses.map((response, i) => {
    const time = (column: Float64Array) => {
      const value = column[i] ?? Number.NaN;
      return Number.isNaN(value) ? null : value;
    };
    return {
      asked: planned[run.traces[i]?.payload ?? -1] ?? null,
      inputTokens: allInputTokens(response, run.traces[i], run.cacheBeside),
      outputTokens: response.num_tokens_output,
      failed: response.error !== null,
      empty: heldNoToken(response, run.traces[i] ?? null),
      ttft: time(columns.ttft),
      ttlt: time(columns.ttlt),
      tpot: time(columns.tpot),
    };
  });
}

function partsOf(run: LoadedRun, planned: readonly AskedLengths[], book: PriceBook | null): Part[] {
  const ascending = planned.toSorted((a, b) => a.input - b.input || a.output - b.output);
  const asked = run.responses.map((_, i) => {
    const lengths = planned[run.traces[i]?.payload ?? -1];
    return lengths && lengthsLabel(lengths);
  });
  return [...new Set(ascending.map(lengthsLabel))].flatMap(label => {
    const sample = savedSample(run, '', book, i => asked[i] === label);
    return sample.conditions.requests === 0 ? [] : [{ label, sample }];
  });
}
