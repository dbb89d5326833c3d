import type { PartsComparison } from '../../core/compare/parts.ts';
import type { TextTable } from '../../core/format/table.ts';
import type { Heatmap } from '../../core/heatmap/heatmap.ts';
import {
  achievedTable,
  heatmapTable,
  measuredMetrics,
  nothingMeasured,
} from '../../core/heatmap/heatmapTable.ts';
import { heatmapLengths } from '../../core/heatmap/lengthParts.ts';
import { metricDefinitions } from '../../core/metrics/definitions.ts';
import type { Styles } from '../terminal/style.ts';
import { oneLine } from '../terminal/textWidth.ts';
import { partsText } from './partsText.ts';
import { table } from './table.ts';

/** A heatmap as lines: a table for each metric with values, requested and achieved lengths, the folder. */
export function heatmapText(heatmap: Heatmap, styles: Styles): string[] {
  const { name, model, folder, achieved } = heatmap;
  const measured = measuredMetrics(heatmap);
  const sections = [
    [[styles.bold(oneLine(name)), oneLine(model)].filter(Boolean).join('  ')],
    ...measured.map(metric => [
      `${styles.bold(metricDefinitions[metric].label)}, median by length`,
      ...tableLines(heatmapTable(heatmap, metric), styles),
    ]),
    ...(measured.length === 0 ? [[nothingMeasured(heatmap)]] : []),
    ...(achieved.length === 0
      ? []
      : [[styles.bold('Lengths'), ...tableLines(achievedTable(heatmap), styles)]]),
    [`Heatmap folder: ${styles.bold(folder)}`],
  ];
  return sections.flatMap(lines => [...lines, '']).slice(0, -1);
}

/** All heatmaps, then each against the first by the lengths that both requested. */
export function heatmapsText(
  heatmaps: readonly Heatmap[],
  comparisons: readonly PartsComparison[],
  styles: Styles,
): string[] {
  const differences = comparisons.map(comparison => partsText(comparison, heatmapLengths, styles));
  const sections = [...heatmaps.map(heatmap => heatmapText(heatmap, styles)), ...differences];
  return sections.flatMap(lines => [...lines, '']).slice(0, -1);
}

function tableLines({ columns, rows }: TextTable, styles: Styles): string[] {
  const [head = '', ...body] = table([columns, ...rows], 'right');
  return [styles.dim(head), ...body];
}
