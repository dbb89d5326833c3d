import { quantile } from '../stats/percentiles.ts';
import {
  type AchievedLengths,
  type CellValue,
  type Heatmap,
  type HeatmapCell,
  type HeatmapMetric,
  heatmapMetrics,
  type LengthBin,
} from './heatmap.ts';
import { heatmapWarnings } from './heatmapWarnings.ts';
import { binOf, linearBins, logBins } from './lengthBins.ts';

/** Requested lengths of a request, in tokens. */
export interface AskedLengths {
  readonly input: number;
  readonly output: number;
}

/** A measured request of a heatmap. Tokens and seconds are null if not known. */
export interface HeatmapRequest extends Readonly<Record<HeatmapMetric, number | null>> {
  /** Null if not recorded, as in a run that was not made for a heatmap. */
  readonly asked: AskedLengths | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly failed: boolean;
  /** It succeeded, but its answer held no token. */
  readonly empty?: boolean;
}

export interface HeatmapOptions {
  readonly bins: 'linear' | 'log';
  /** Number of bins; default: the number of distinct requested lengths, or five if none is known. */
  readonly inputBins?: number | undefined;
  readonly outputBins?: number | undefined;
  /** All planned requests, sent or not. */
  readonly planned?: readonly AskedLengths[];
  /** The run says by itself how many answers held no token. */
  readonly emptyIsTold?: boolean;
}

const defaultBins = 5;

/**
 * Bins latency by achieved input and output length (llmeter-format 7.4). Cells count failed requests but use
 * none of their times; a failed request counts in the cell of the others of its combination.
 */
export function heatmapOf(
  requests: readonly HeatmapRequest[],
  { bins, inputBins, outputBins, planned = [], emptyIsTold = false }: HeatmapOptions,
): Omit<Heatmap, 'folder' | 'name' | 'model'> {
  const achieved = achievedLengths(requests, planned);
  const placed = requests.flatMap(request => {
    const place = placeOf(request, achieved);
    return place === null ? [] : [{ request, ...place }];
  });
  const make = bins === 'log' ? logBins : linearBins;
  const binsOf = (axis: keyof AskedLengths, wanted: number | undefined) => {
    const succeeded = placed.filter(({ request }) => !request.failed);
    const asked = new Set(
      achieved.map(({ askedInput, askedOutput }) => ({ input: askedInput, output: askedOutput })[axis]),
    );
    const from = succeeded.length > 0 ? succeeded : placed;
    return make(
      from.map(place => place[axis]),
      wanted ?? (asked.size || defaultBins),
    );
  };
  const [byInput, byOutput] = [binsOf('input', inputBins), binsOf('output', outputBins)];
  const [rows, columns] = [byInput, byOutput].map(bins => bins.map((): HeatmapRequest[] => []));
  const cells = byInput.map(() => byOutput.map((): HeatmapRequest[] => []));
  for (const { request, input, output } of placed) {
    const [row, column] = [binOf(byInput, input), binOf(byOutput, output)];
    for (const group of [cells[row]?.[column], rows?.[row], columns?.[column]]) group?.push(request);
  }
  return {
    bins,
    inputBins: byInput,
    outputBins: byOutput,
    cells: cells.map(row => row.map(cellOf)),
    inputMarginals: (rows ?? []).map(cellOf),
    outputMarginals: (columns ?? []).map(cellOf),
    achieved,
    warnings: heatmapWarnings(
      achieved,
      planned.length,
      requests.length,
      requests.filter(request => !request.empty && placeOf(request, achieved) === null).length,
      emptyIsTold ? 0 : requests.filter(({ empty }) => empty).length,
    ),
  };
}

/** The requested combinations in ascending order, each with the achieved lengths. */
function achievedLengths(
  requests: readonly HeatmapRequest[],
  planned: readonly AskedLengths[],
): AchievedLengths[] {
  const combinations = new Map<string, AskedLengths>();
  for (const asked of [...planned, ...requests.flatMap(request => request.asked ?? [])]) {
    combinations.set(`${asked.input} ${asked.output}`, asked);
  }
  return [...combinations.values()]
    .sort((a, b) => a.input - b.input || a.output - b.output)
    .map(({ input, output }) => {
      const own = requests.filter(({ asked }) => asked?.input === input && asked.output === output);
      const succeeded = own.filter(({ failed }) => !failed);
      return {
        askedInput: input,
        askedOutput: output,
        requests: own.length,
        failed: own.length - succeeded.length,
        input: rangeOf(succeeded.map(({ inputTokens }) => inputTokens)),
        output: rangeOf(succeeded.map(({ outputTokens }) => outputTokens)),
      };
    });
}

function rangeOf(tokens: readonly (number | null)[]): AchievedLengths['input'] {
  const sorted = Float64Array.from(tokens.filter(count => count !== null)).sort();
  if (sorted.length === 0) return null;
  return { min: sorted[0] ?? 0, p50: quantile(sorted, 0.5), max: sorted.at(-1) ?? 0 };
}

/** Achieved lengths place a request, unless it failed: a partial response does not say where it belongs. */
function placeOf(
  { asked, failed, inputTokens, outputTokens }: HeatmapRequest,
  achieved: readonly AchievedLengths[],
): { input: number; output: number } | null {
  const others = achieved.find(
    ({ askedInput, askedOutput }) => askedInput === asked?.input && askedOutput === asked.output,
  );
  const typical = asked && {
    input: others?.input?.p50 ?? asked.input,
    output: others?.output?.p50 ?? asked.output,
  };
  if (failed && typical) return typical;
  return inputTokens === null || outputTokens === null ? null : { input: inputTokens, output: outputTokens };
}

function cellOf(requests: readonly HeatmapRequest[]): HeatmapCell | null {
  if (requests.length === 0) return null;
  const succeeded = requests.filter(({ failed }) => !failed);
  const values = heatmapMetrics.map(key => [key, cellValue(succeeded.map(request => request[key]))] as const);
  return {
    requests: requests.length,
    failed: requests.length - succeeded.length,
    values: Object.fromEntries(values) as Record<HeatmapMetric, CellValue>,
  };
}

function cellValue(seconds: readonly (number | null)[]): CellValue {
  const sorted = Float64Array.from(
    seconds.filter(value => value !== null && Number.isFinite(value)) as number[],
  ).sort();
  const n = sorted.length;
  if (n === 0) return { n, mean: null, p50: null, p90: null };
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  return { n, mean, p50: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) };
}

/** "128" or "128–255": the tokens of a bin, including the last. */
export function binLabel({ from, to }: LengthBin): string {
  const text = (tokens: number) => tokens.toLocaleString('en-US');
  return to - from === 1 ? text(from) : `${text(from)}–${text(to - 1)}`;
}
