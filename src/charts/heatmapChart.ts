import { formatCount, missing, type QuantityScale, quantityScale } from '../core/format/quantities.ts';
import type { Heatmap, HeatmapCell, HeatmapMetric, LengthBin } from '../core/heatmap/heatmap.ts';
import { binLabel } from '../core/heatmap/heatmapOf.ts';
import { cellTexts, heatmapScale, heatmapTable } from '../core/heatmap/heatmapTable.ts';
import { metricDefinitions } from '../core/metrics/definitions.ts';
import type { Chart, ChartOption, ChartTheme } from './chart.ts';
import { axisName, namedBox } from './compareSides.ts';
import { axis, frame, pointTooltip } from './frame.ts';
import { type ColourScale, colourMaps, colourScale } from './heatmapColours.ts';

/** With more columns than this, cells have no room for a second line, or for any text. */
const roomFor = { count: 9, value: 14 };

/** A cell of the grid, or of its margins, with its place. */
interface DrawnCell {
  readonly column: number;
  readonly row: number;
  readonly cell: HeatmapCell | null;
  readonly marginal: boolean;
}

/** What all parts of the chart need. */
interface View {
  readonly metric: HeatmapMetric;
  readonly label: string;
  /** Labels of the columns and rows; the last ones are the margins. */
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly quantity: QuantityScale;
  readonly colours: ColourScale;
  readonly theme: ChartTheme;
}

/**
 * Median latency by input length (x) and output length (y), with the medians of whole columns and rows at the
 * margins. A cell without requests is empty but for a dash; one in which all requests failed says so.
 */
export function heatmapChart(heatmap: Heatmap, metric: HeatmapMetric, theme: ChartTheme): Chart {
  const { label } = metricDefinitions[metric];
  const drawn = drawnCells(heatmap);
  const inner = drawn.filter(({ marginal }) => !marginal);
  const coloured = inner.filter(({ cell }) => medianOf(cell, metric) !== null);
  const colours = colourScale(coloured.flatMap(({ cell }) => medianOf(cell, metric) ?? []));
  const quantity = heatmapScale(heatmap, metric);
  const [columns, rows] = [labelsOf(heatmap.inputBins), labelsOf(heatmap.outputBins)];
  const view: View = { metric, label, columns, rows, quantity, colours, theme };
  return {
    title: `${label} by input and output length`,
    description: describe(inner, view),
    note: `Median and number of requests; “all”: the whole row or column.${colours.logarithmic ? ' Colours are logarithmic.' : ''}`,
    option: frame(theme, {
      grid: { ...namedBox, top: 44 },
      tooltip: pointTooltip<{ data: { value: [number, number]; cell: HeatmapCell | null } }>(
        theme,
        ({ data: { value, cell } }) => tooltipText(columns[value[0]], rows[value[1]], cell, view),
      ),
      visualMap: colourMaps(colours, coloured.length > 0, quantity, theme),
      xAxis: lengthAxis(theme, 'x', 'Input tokens', columns),
      yAxis: lengthAxis(theme, 'y', 'Output tokens', rows),
      series: [
        cellSeries('cells', coloured, view),
        cellSeries(
          'rest',
          drawn.filter(one => !coloured.includes(one)),
          view,
        ),
      ],
    }),
    table: heatmapTable(heatmap, metric),
  };
}

function medianOf(cell: HeatmapCell | null, metric: HeatmapMetric): number | null {
  return cell?.values[metric].p50 ?? null;
}

function labelsOf(bins: readonly LengthBin[]): string[] {
  return bins.length === 0 ? [] : [...bins.map(binLabel), 'all'];
}

/** The grid and, after a row and a column more, the medians of whole columns and rows. */
function drawnCells({ cells, inputMarginals, outputMarginals }: Heatmap): DrawnCell[] {
  const [right, top] = [inputMarginals.length, outputMarginals.length];
  return [
    ...cells.flatMap((row, i) => row.map((cell, j) => ({ column: i, row: j, cell, marginal: false }))),
    ...inputMarginals.map((cell, i) => ({ column: i, row: top, cell, marginal: true })),
    ...outputMarginals.map((cell, j) => ({ column: right, row: j, cell, marginal: true })),
  ];
}

function cellSeries(id: string, cells: readonly DrawnCell[], view: View): ChartOption {
  const { metric, label, columns, quantity, colours } = view;
  return {
    id,
    name: label,
    type: 'heatmap',
    label: {
      show: columns.length <= roomFor.value,
      fontSize: 11,
      lineHeight: 14,
      formatter: ({ data: { cell } }: { data: { cell: HeatmapCell | null } }) => {
        const { median, counts } = cellTexts(cell, metric, quantity);
        if (median === null) return counts;
        return columns.length <= roomFor.count ? [median, counts].join('\n') : median;
      },
    },
    emphasis: { disabled: true },
    data: cells.map(one => ({
      value: [one.column, one.row, colours.shade(medianOf(one.cell, metric) ?? colours.low)],
      cell: one.cell,
      ...cellStyle(one, view),
    })),
  };
}

function cellStyle({ cell, marginal }: DrawnCell, { metric, theme, colours }: View): ChartOption {
  const value = medianOf(cell, metric);
  const line = { borderWidth: 1, borderColor: theme.highContrast ? theme.foreground : theme.surface };
  if (value !== null && !marginal) return { itemStyle: line, label: { color: colours.textOn(value) } };
  const failedOnly = cell !== null && value === null;
  return {
    itemStyle: {
      color: marginal && cell !== null ? theme.surface : 'transparent',
      borderWidth: 1,
      borderColor: failedOnly ? theme.failed : theme.border,
      borderType: marginal ? 'solid' : 'dashed',
    },
    label: { color: failedOnly ? theme.failed : value === null ? theme.muted : theme.foreground },
  };
}

function tooltipText(
  input: string | undefined,
  output: string | undefined,
  cell: HeatmapCell | null,
  { metric, label }: View,
): string {
  const place = `${input} input, ${output} output tokens`;
  if (cell === null) return `${place}\nno requests`;
  const { n, p50, mean, p90 } = cell.values[metric];
  const { text } = quantityScale('s', p50);
  return [
    place,
    p50 === null
      ? `no ${label} measured`
      : `${label} median ${text(p50)}, mean ${text(mean ?? Number.NaN)}, p90 ${text(p90 ?? Number.NaN)}`,
    `${formatCount(n)} of ${formatCount(cell.requests)} requests, ${formatCount(cell.failed)} failed`,
  ].join('\n');
}

function lengthAxis(theme: ChartTheme, side: 'x' | 'y', name: string, bins: readonly string[]): ChartOption {
  return axis(theme, side, {
    ...axisName(theme, name, side === 'x' ? 24 : 56),
    type: 'category',
    data: bins,
    splitLine: { show: false },
    axisLine: { show: false },
    axisTick: { show: false },
  });
}

function describe(inner: readonly DrawnCell[], { metric, label, quantity, columns, rows }: View): string {
  const known = inner.flatMap(one => {
    const p50 = medianOf(one.cell, metric);
    return p50 === null ? [] : [{ ...one, p50 }];
  });
  if (known.length === 0) return `No ${label} was measured.`;
  const sorted = known.sort((a, b) => a.p50 - b.p50);
  const place = (one: (typeof known)[number] | undefined) =>
    one
      ? `${quantity.text(one.p50)} at ${columns[one.column]} input and ${rows[one.row]} output tokens`
      : missing;
  const empty = inner.filter(({ cell }) => cell === null).length;
  return `Median ${label}: lowest ${place(sorted[0])}, highest ${place(sorted.at(-1))}.${empty > 0 ? ` Empty cells: ${formatCount(empty)} of ${formatCount(inner.length)}.` : ''}`;
}
