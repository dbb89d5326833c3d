import { type CsvCell, csvText } from '../format/csv.ts';
import { formatCount, formatQuantity, missing } from '../format/quantities.ts';
import { metricDefinitions } from '../metrics/definitions.ts';
import { type AchievedLengths, type Heatmap, type HeatmapCell, heatmapMetrics } from './heatmap.ts';
import { binLabel } from './heatmapOf.ts';

/** The columns of what was asked for beside what came of it. */
export const achievedColumns = [
  { label: 'Asked input', definition: 'Input tokens the prompt was cut to.' },
  { label: 'Input', definition: 'Input tokens of successful requests: median, and lowest to highest.' },
  { label: 'Asked output', definition: 'Output tokens the answer was limited to.' },
  { label: 'Output', definition: 'Output tokens of successful requests: median, and lowest to highest.' },
  { label: 'Requests', definition: 'Requests of this combination.' },
  { label: 'Failed', definition: 'Those of them that failed.' },
] as const;

/** A row of `achievedColumns` per combination of lengths. */
export function achievedRows({ achieved }: Heatmap): string[][] {
  return achieved.map(one => [
    formatCount(one.askedInput),
    lengthText(one.input),
    formatCount(one.askedOutput),
    lengthText(one.output),
    formatCount(one.requests),
    formatCount(one.failed),
  ]);
}

function lengthText(range: AchievedLengths['input']): string {
  if (range === null) return missing;
  const median = formatCount(Math.round(range.p50));
  if (range.min === range.max) return median;
  return `${median} (${formatCount(range.min)} to ${formatCount(range.max)})`;
}

/** A heatmap as Markdown: medians with their counts by length for each metric, then the achieved lengths. */
export function heatmapMarkdown(heatmap: Heatmap): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = (columns: readonly string[], rows: readonly (readonly string[])[]) =>
    [line(columns), line(columns.map(() => '---:')), ...rows.map(line)].join('\n');
  const parts = [
    `## Latency by length: ${heatmap.name.replaceAll('\n', ' ')} (${heatmap.model.replaceAll('\n', ' ')})`,
    heatmap.warnings.map(warning => `- ${warning}`).join('\n'),
    ...heatmapMetrics.flatMap(metric => {
      const text = (cell: HeatmapCell | null | undefined) => {
        const value = cell?.values[metric];
        return value && value.p50 !== null
          ? `${formatQuantity(value.p50, 's')} (${formatCount(value.n)})`
          : missing;
      };
      return [
        `Median ${metricDefinitions[metric].label} by output (down) and input tokens (across), with counts:`,
        table(
          ['Output', ...heatmap.inputBins.map(binLabel), 'all'],
          [
            ...heatmap.outputBins.map((bin, j) => [
              binLabel(bin),
              ...heatmap.cells.map(row => text(row[j])),
              text(heatmap.outputMarginals[j]),
            ]),
            ['all', ...heatmap.inputMarginals.map(text), ''],
          ],
        ),
      ];
    }),
    table(
      achievedColumns.map(({ label }) => label),
      achievedRows(heatmap),
    ),
  ];
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}

const csvColumns = [
  ...['heatmap', 'input_from', 'input_to', 'output_from', 'output_to', 'requests', 'failed'],
  ...heatmapMetrics.flatMap(metric => ['n', 'mean', 'p50', 'p90'].map(part => `${metric}_${part}`)),
];

/** Heatmaps as CSV, a row per cell with requests: tokens up to and with `_to`, times in seconds, unrounded. */
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
  return csvText(csvColumns, rows);
}
