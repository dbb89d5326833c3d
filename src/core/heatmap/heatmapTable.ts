import { formatCount, missing, type QuantityScale, quantityScale } from '../format/quantities.ts';
import type { TextTable } from '../format/table.ts';
import {
  type AchievedLengths,
  type Heatmap,
  type HeatmapCell,
  type HeatmapMetric,
  heatmapMetrics,
} from './heatmap.ts';
import { binLabel } from './heatmapOf.ts';

/** The metrics with at least one value; there is no TTFT if responses did not stream. */
export function measuredMetrics({ cells }: Heatmap): HeatmapMetric[] {
  return heatmapMetrics.filter(metric => cells.flat().some(cell => (cell?.values[metric].n ?? 0) > 0));
}

/** Why no metric has a value, as a sentence. */
export function nothingMeasured({ achieved, inputMarginals }: Heatmap): string {
  const groups = achieved.length > 0 ? achieved : inputMarginals.filter(cell => cell !== null);
  const [requests, failed] = groups.reduce(
    ([all, bad], group) => [all + group.requests, bad + group.failed],
    [0, 0],
  );
  if (requests === failed) return 'No request succeeded.';
  return 'No answer held a token, so there are no times.';
}

/** One unit for all medians of a metric, which makes cells easy to compare. */
export function heatmapScale({ cells }: Heatmap, metric: HeatmapMetric): QuantityScale {
  const medians = cells.flat().flatMap(cell => cell?.values[metric].p50 ?? []);
  return quantityScale('s', medians.sort((a, b) => a - b)[medians.length >> 1] ?? null);
}

/** The texts of a cell: its median, if there is one, and the numbers of values and failures. */
export function cellTexts(
  cell: HeatmapCell | null,
  metric: HeatmapMetric,
  scale: QuantityScale,
): { median: string | null; counts: string } {
  if (cell === null) return { median: null, counts: missing };
  const { n, p50 } = cell.values[metric];
  const counts = [
    ...(n > 0 ? [`n ${formatCount(n)}`] : []),
    ...(cell.failed > 0 ? [`${formatCount(cell.failed)} failed`] : []),
  ];
  return { median: p50 === null ? null : scale.text(p50), counts: counts.join(', ') || 'no value' };
}

/** Medians as a table, with a row per output bin and a column per input bin. */
export function heatmapTable(heatmap: Heatmap, metric: HeatmapMetric): TextTable {
  const scale = heatmapScale(heatmap, metric);
  const text = (cell: HeatmapCell | null | undefined) => {
    const { median, counts } = cellTexts(cell ?? null, metric, scale);
    return median === null ? counts : `${median} (${counts})`;
  };
  return {
    columns: ['Output tokens', ...heatmap.inputBins.map(bin => `${binLabel(bin)} input`), 'all inputs'],
    rows: [
      ...heatmap.outputBins.map((bin, j) => [
        binLabel(bin),
        ...heatmap.cells.map(row => text(row[j])),
        text(heatmap.outputMarginals[j]),
      ]),
      ...(heatmap.inputBins.length === 0 ? [] : [['all outputs', ...heatmap.inputMarginals.map(text), '']]),
    ],
  };
}

/** Requested and achieved lengths as a table; lengths that differ are written as "median (min to max)". */
export function achievedTable({ achieved }: Heatmap): TextTable {
  return {
    columns: ['Requested input', 'Requested output', 'Requests', 'Failed', 'Input tokens', 'Output tokens'],
    rows: achieved.map(({ askedInput, askedOutput, requests, failed, input, output }) => [
      ...[askedInput, askedOutput, requests, failed].map(formatCount),
      rangeText(input),
      rangeText(output),
    ]),
  };
}

function rangeText(range: AchievedLengths['input']): string {
  if (range === null) return missing;
  const { min, p50, max } = range;
  if (min === max) return formatCount(p50);
  return `${formatCount(Math.round(p50))} (${formatCount(min)} to ${formatCount(max)})`;
}
