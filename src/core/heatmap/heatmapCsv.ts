import { type CsvCell, csvText } from '../format/csv.ts';
import { type Heatmap, heatmapMetrics } from './heatmap.ts';

const columns = [
  ...['heatmap', 'input_from', 'input_to', 'output_from', 'output_to', 'requests', 'failed'],
  ...heatmapMetrics.flatMap(metric => ['n', 'mean', 'p50', 'p90'].map(part => `${metric}_${part}`)),
];

/** Heatmaps as CSV, one row per cell with requests: tokens up to and including `_to`, unrounded seconds. */
export function heatmapCsv(heatmaps: readonly Heatmap[]): string {
  const rows = heatmaps.flatMap(({ name, inputBins, outputBins, cells }) =>
    cells.flatMap((row, i) =>
      row.flatMap((cell, j): CsvCell[][] => {
        const [input, output] = [inputBins[i], outputBins[j]];
        if (cell === null || input === undefined || output === undefined) return [];
        const values = heatmapMetrics.flatMap(metric => {
          const { n, mean, p50, p90 } = cell.values[metric];
          return [n, mean, p50, p90];
        });
        const place = [input.from, input.to - 1, output.from, output.to - 1];
        return [[name, ...place, cell.requests, cell.failed, ...values]];
      }),
    ),
  );
  return csvText(columns, rows);
}
