import { basename } from 'node:path';
import { UserError } from '../core/base/errors.ts';
import type { Part } from '../core/compare/parts.ts';
import { formatCount } from '../core/format/quantities.ts';
import type { Heatmap } from '../core/heatmap/heatmap.ts';
import { type AskedLengths, type HeatmapRequest, heatmapOf } from '../core/heatmap/heatmapOf.ts';
import { lengthsLabel } from '../core/heatmap/lengthParts.ts';
import { heldNoToken } from '../core/request/emptyAnswer.ts';
import { type ExperimentFile, readExperiment } from '../folder/experimentFile.ts';
import { type LoadedRun, loadRun } from '../folder/loadRun.ts';
import type { PriceBook } from '../prices/priceBook.ts';
import type { ReadHeatmap } from '../protocol/experiments.ts';
import { savedSample } from './savedSample.ts';

/** More would be no picture. */
const mostBins = 100;

/**
 * A run's latency by the lengths of its prompts and answers. Of a run that was made for a heatmap the lengths
 * asked for are known too; any other, also one that Python wrote, is binned by what its responses say. Throws
 * UserError for a folder without a run or without responses.
 */
export async function readHeatmap(asked: ReadHeatmap): Promise<Heatmap> {
  return (await readHeatmapWithParts(asked)).heatmap;
}

/** The same with its requests by the lengths they were asked for, which a comparison needs. */
export async function readHeatmapWithParts(
  { folder, bins = 'log', inputBins, outputBins }: ReadHeatmap,
  book: PriceBook | null = null,
): Promise<{ heatmap: Heatmap; parts: Part[] }> {
  for (const count of [inputBins, outputBins]) {
    if (count === undefined || (Number.isInteger(count) && count >= 1 && count <= mostBins)) continue;
    throw new UserError(`A heatmap has 1 to ${mostBins} bins of input and of output lengths, not ${count}.`);
  }
  const run = await loadRun(folder, { responses: true });
  const odd: string[] = [];
  const experiment = await readExperiment(folder, odd);
  const planned = experiment?.kind === 'heatmap' ? askedFrom(experiment.parameters) : [];
  if (run.responses.length === 0 && planned.length === 0) {
    throw new UserError(`${folder} has no responses, and a heatmap needs them: statistics alone do not do.`);
  }
  const requests = requestsOf(run, planned);
  const binned = heatmapOf(requests, { bins, inputBins, outputBins, planned });
  const heatmap = {
    folder,
    name: run.summary.run_name ?? basename(folder),
    model: run.summary.model_id ?? '',
    ...binned,
    warnings: [
      ...(run.partial === null ? [] : [run.partial]),
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

/** What the run itself found misleading about its numbers. */
function toldBy({ sidecar }: LoadedRun): string[] {
  return (sidecar?.diagnostics ?? []).flatMap(({ severity, message, advice }) =>
    severity === 'warning' ? [`${message} ${advice}`] : [],
  );
}

/** What the experiment's file remembers: the lengths of each payload, in the order of `payload.jsonl`. */
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
      inputTokens: response.num_tokens_input,
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
