import type { ChartTable } from '../../core/charts/chart.ts';
import { rowTexts } from '../../core/compare/comparisonTable.ts';
import { type HeatmapComparison, lengthVerdicts } from '../../core/heatmap/compareHeatmaps.ts';
import type { Heatmap } from '../../core/heatmap/heatmap.ts';
import { achievedTable, heatmapTable, measuredMetrics } from '../../core/heatmap/heatmapTable.ts';
import { metricDefinitions } from '../../core/metrics/definitions.ts';
import type { Styles } from '../terminal/style.ts';
import { oneLine } from '../terminal/textWidth.ts';
import { table } from './table.ts';

/** A heatmap as lines: a table for each metric that has values, what was achieved of what was asked, the folder. */
export function heatmapText(heatmap: Heatmap, styles: Styles): string[] {
  const { name, model, folder, achieved } = heatmap;
  const measured = measuredMetrics(heatmap);
  const sections = [
    [[styles.bold(oneLine(name)), oneLine(model)].filter(Boolean).join('  ')],
    ...measured.map(metric => [
      `${styles.bold(metricDefinitions[metric].label)}, median by length`,
      ...tableLines(heatmapTable(heatmap, metric), styles),
    ]),
    ...(measured.length === 0 ? [['No request succeeded.']] : []),
    ...(achieved.length === 0
      ? []
      : [[styles.bold('Lengths'), ...tableLines(achievedTable(heatmap), styles)]]),
    [`Heatmap folder: ${styles.bold(folder)}`],
  ];
  return sections.flatMap(lines => [...lines, '']).slice(0, -1);
}

/** Heatmaps one under the other, then each against the first by the lengths both were asked for. */
export function heatmapsText(
  heatmaps: readonly Heatmap[],
  comparisons: readonly HeatmapComparison[],
  styles: Styles,
): string[] {
  const differences = comparisons.map(({ baseline, candidate, rows, apart }) => {
    const [a, b] = [oneLine(baseline), oneLine(candidate)];
    const columns = ['Lengths', a, b, 'n', 'Difference (95 % CI)', 'Relative (95 % CI)', 'Verdict'];
    const cells = rows.map(rowTexts);
    return [
      styles.bold(`${b} against ${a}`),
      ...(rows.length === 0
        ? ['They have no asked lengths in common.']
        : tableLines({ columns, rows: cells }, styles)),
      ...(apart === null ? [] : [styles.warn(apart)]),
      styles.dim(lengthVerdicts),
    ];
  });
  const sections = [...heatmaps.map(heatmap => heatmapText(heatmap, styles)), ...differences];
  return sections.flatMap(lines => [...lines, '']).slice(0, -1);
}

function tableLines({ columns, rows }: ChartTable, styles: Styles): string[] {
  const [head = '', ...body] = table([columns, ...rows], 'right');
  return [styles.dim(head), ...body];
}
