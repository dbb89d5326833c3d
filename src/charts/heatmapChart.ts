import { formatCount, missing, type QuantityScale, quantityScale } from '../core/format/quantities.ts';
import type { Heatmap, HeatmapCell, HeatmapMetric, LengthBin } from '../core/heatmap/heatmap.ts';
import { binLabel } from '../core/heatmap/heatmapOf.ts';
import { cellTexts, heatmapScale, heatmapTable } from '../core/heatmap/heatmapTable.ts';
import { metricDefinitions } from '../core/metrics/definitions.ts';
import type { Chart, ChartOption, ChartTheme } from './chart.ts';
import { axisName, namedBox } from './compareSides.ts';
import { axis, frame, tooltip } from './frame.ts';

/**
 * Cividis: even steps of lightness from dark blue to yellow, told apart with any colour vision, on dark and
 * on light ground. Cells carry their own ground, so their text has the same contrast in every theme.
 */
const palette = ['#00224e', '#35456c', '#666970', '#948e77', '#c8b866', '#fee838'];
const [onDark, onLight] = ['#ffffff', '#000000'];
/** The share of the scale from which on black reads better than white. */
const lightFrom = 0.45;

/** More cells than this in a row leave no room for a second line, or for any text. */
const roomFor = { count: 9, value: 14 };

/** The ends of the colours are at least this far apart. */
const leastRatio = 1.5;
/** Ends further apart than this are coloured by their logarithm, or all but the slowest would look alike. */
const logarithmicFrom = 10;

/** A cell of the grid, or of its margins, with its place. */
interface Drawn {
  readonly column: number;
  readonly row: number;
  readonly cell: HeatmapCell | null;
  readonly marginal: boolean;
}

/**
 * Median latency by input length (x) and output length (y), with the medians of whole columns and rows at the
 * margins. A cell without requests has no ground and a dash, one in which all failed says so.
 */
export function heatmapChart(heatmap: Heatmap, metric: HeatmapMetric, theme: ChartTheme): Chart {
  const { label } = metricDefinitions[metric];
  const drawn = drawnCells(heatmap);
  const inner = drawn.filter(({ marginal }) => !marginal);
  const medians = inner.flatMap(({ cell }) => cell?.values[metric].p50 ?? []);
  const [low, high] = colourRange(medians);
  const logarithmic = low > 0 && high / low > logarithmicFrom;
  const shade = (median: number) => (logarithmic ? Math.log(median) : median);
  const scale = heatmapScale(heatmap, metric);
  const withAll = (bins: readonly LengthBin[]) => (bins.length === 0 ? [] : [...bins.map(binLabel), 'all']);
  const [columns, rows] = [withAll(heatmap.inputBins), withAll(heatmap.outputBins)];
  const shareOf = (median: number) => (shade(median) - shade(low)) / (shade(high) - shade(low));
  const style = (one: Drawn) => cellStyle(one, metric, theme, shareOf);
  const data = (cells: readonly Drawn[]) =>
    cells.map(one => ({
      value: [one.column, one.row, shade(one.cell?.values[metric].p50 ?? low)],
      cell: one.cell,
      ...style(one),
    }));
  const mapped = inner.filter(({ cell }) => (cell?.values[metric].p50 ?? null) !== null);
  const plain = drawn.filter(one => !mapped.includes(one));
  const series = (id: string, cells: readonly Drawn[]) => ({
    id,
    name: label,
    type: 'heatmap',
    label: {
      show: columns.length <= roomFor.value,
      fontSize: 11,
      lineHeight: 14,
      formatter: ({ data: { cell } }: { data: { cell: HeatmapCell | null } }) => {
        const { median, counts } = cellTexts(cell, metric, scale);
        if (median === null) return counts;
        return columns.length <= roomFor.count ? [median, counts].join('\n') : median;
      },
    },
    emphasis: { disabled: true },
    data: data(cells),
  });
  return {
    title: `${label} by input and output length`,
    description: describe(label, inner, metric, scale, columns, rows),
    note: `Medians, with the number of requests; “all”: whole rows and columns.${logarithmic ? ' Colours are logarithmic.' : ''}`,
    option: frame(theme, {
      grid: { ...namedBox, top: 44 },
      tooltip: tooltip(theme, {
        trigger: 'item',
        formatter: ({
          data: { value, cell },
        }: {
          data: { value: [number, number]; cell: HeatmapCell | null };
        }) => tooltipText(label, columns[value[0]], rows[value[1]], cell, metric),
      }),
      visualMap: [
        {
          type: 'continuous',
          show: medians.length > 0,
          seriesIndex: 0,
          dimension: 2,
          min: shade(low),
          max: shade(high),
          calculable: false,
          formatter: (shaded: number) => scale.text(logarithmic ? Math.exp(shaded) : shaded),
          orient: 'horizontal',
          left: 'center',
          top: 4,
          itemWidth: 12,
          itemHeight: 160,
          text: [scale.text(high), scale.text(low)],
          textStyle: { color: theme.foreground, fontFamily: theme.fontFamily, fontSize: 11 },
          inRange: { color: palette },
        },
        // ECharts wants one for each heatmap; this one leaves the cells' own colours alone.
        {
          type: 'continuous',
          show: false,
          seriesIndex: 1,
          dimension: 2,
          min: 0,
          max: 1,
          inRange: { opacity: 1 },
        },
      ],
      xAxis: lengthAxis(theme, 'x', 'Input tokens', columns),
      yAxis: lengthAxis(theme, 'y', 'Output tokens', rows),
      series: [series('cells', mapped), series('rest', plain)],
    }),
    table: heatmapTable(heatmap, metric),
  };
}

/** From the lowest to the highest median, or lower: noise must not be painted in all colours. */
function colourRange(medians: readonly number[]): [low: number, high: number] {
  const high = Math.max(0, ...medians);
  return high === 0 ? [0, 1] : [Math.min(high / leastRatio, ...medians), high];
}

/** The grid and, after a row and a column more, the medians of whole columns and rows. */
function drawnCells({ cells, inputMarginals, outputMarginals }: Heatmap): Drawn[] {
  const [right, top] = [inputMarginals.length, outputMarginals.length];
  return [
    ...cells.flatMap((row, i) => row.map((cell, j) => ({ column: i, row: j, cell, marginal: false }))),
    ...inputMarginals.map((cell, i) => ({ column: i, row: top, cell, marginal: true })),
    ...outputMarginals.map((cell, j) => ({ column: right, row: j, cell, marginal: true })),
  ];
}

function cellStyle(
  { cell, marginal }: Drawn,
  metric: HeatmapMetric,
  theme: ChartTheme,
  shareOf: (median: number) => number,
): ChartOption {
  const value = cell?.values[metric].p50 ?? null;
  const line = { borderWidth: 1, borderColor: theme.highContrast ? theme.foreground : theme.surface };
  if (value !== null && !marginal) {
    return { itemStyle: line, label: { color: shareOf(value) < lightFrom ? onDark : onLight } };
  }
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
  label: string,
  input: string | undefined,
  output: string | undefined,
  cell: HeatmapCell | null,
  metric: HeatmapMetric,
): string {
  const place = `${input} input, ${output} output tokens`;
  if (cell === null) return `${place}\nno requests`;
  const { n, p50, mean, p90 } = cell.values[metric];
  const { text } = quantityScale('s', p50);
  return [
    place,
    p50 === null
      ? `no ${label}`
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

function describe(
  label: string,
  inner: readonly Drawn[],
  metric: HeatmapMetric,
  scale: QuantityScale,
  columns: readonly string[],
  rows: readonly string[],
): string {
  const known = inner.flatMap(one => {
    const p50 = one.cell?.values[metric].p50 ?? null;
    return p50 === null ? [] : [{ ...one, p50 }];
  });
  if (known.length === 0) return `No ${label} was measured.`;
  const sorted = known.sort((a, b) => a.p50 - b.p50);
  const place = (one: (typeof known)[number] | undefined) =>
    one
      ? `${scale.text(one.p50)} at ${columns[one.column]} input and ${rows[one.row]} output tokens`
      : missing;
  const empty = inner.filter(({ cell }) => cell === null).length;
  return `Median ${label}: lowest ${place(sorted[0])}, highest ${place(sorted.at(-1))}.${empty > 0 ? ` Empty cells: ${formatCount(empty)} of ${formatCount(inner.length)}.` : ''}`;
}
