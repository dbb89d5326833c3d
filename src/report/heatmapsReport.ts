import type { Heatmap } from '../core/heatmap/heatmap.ts';
import { achievedTable } from '../core/heatmap/heatmapTable.ts';
import { heatmapCharts } from './contentCharts.ts';
import { figure, heading, note, paragraph, tableOf } from './sections.ts';

/** Heatmaps one after the other: what was asked and achieved, and a figure for each metric that has values. */
export function heatmapsBody(heatmaps: readonly Heatmap[]): string[] {
  return heatmaps.flatMap(heatmap => [
    heading(2, heatmap.name),
    paragraph(heatmap.model),
    ...heatmap.warnings.map(note),
    ...heatmapCharts(heatmap).map(({ chart }) => figure(chart)),
    ...(heatmap.achieved.length === 0
      ? []
      : [heading(3, 'Lengths asked for and achieved'), tableOf(achievedTable(heatmap))]),
    note(heatmap.folder),
  ]);
}
