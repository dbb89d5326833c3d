import { type HeatmapComparison, lengthVerdicts } from '../core/heatmap/compareHeatmaps.ts';
import type { Heatmap } from '../core/heatmap/heatmap.ts';
import { achievedTable } from '../core/heatmap/heatmapTable.ts';
import { heatmapCharts } from './contentCharts.ts';
import { figure, heading, note, paragraph, rowsTable, tableOf } from './sections.ts';

/** Heatmaps one after the other: what was asked and achieved, and a figure for each metric that has values. */
export function heatmapsBody(
  heatmaps: readonly Heatmap[],
  comparisons: readonly HeatmapComparison[],
): string[] {
  return [...heatmaps.flatMap(heatmapSection), ...comparisons.flatMap(differences)];
}

function heatmapSection(heatmap: Heatmap): string[] {
  return [
    heading(2, heatmap.name),
    paragraph(heatmap.model),
    ...heatmap.warnings.map(note),
    ...heatmapCharts(heatmap).map(({ chart }) => figure(chart)),
    ...(heatmap.achieved.length === 0
      ? []
      : [heading(3, 'Lengths asked for and achieved'), tableOf(achievedTable(heatmap))]),
    note(heatmap.folder),
  ];
}

function differences({ baseline, candidate, rows, apart }: HeatmapComparison): string[] {
  return [
    heading(2, `${candidate} against ${baseline}`),
    rows.length === 0
      ? paragraph('The heatmaps have no asked lengths in common.')
      : rowsTable(baseline, candidate, rows),
    ...(apart === null ? [] : [note(apart)]),
    note(lengthVerdicts),
  ];
}
