import type { PartsComparison } from '../../core/compare/parts.ts';
import type { Heatmap } from '../../core/heatmap/heatmap.ts';
import { achievedTable } from '../../core/heatmap/heatmapTable.ts';
import { heatmapLengths } from '../../core/heatmap/lengthParts.ts';
import { heatmapCharts } from './contentCharts.ts';
import { partsSection } from './partsReport.ts';
import { figure, heading, note, paragraph, tableOf } from './sections.ts';

/** Heatmaps: of each, a chart for every metric that has values, and the requested and achieved lengths. */
export function heatmapsBody(
  heatmaps: readonly Heatmap[],
  comparisons: readonly PartsComparison[],
): string[] {
  return [
    ...heatmaps.flatMap(heatmapSection),
    ...comparisons.flatMap(comparison => partsSection(comparison, heatmapLengths)),
  ];
}

function heatmapSection(heatmap: Heatmap): string[] {
  return [
    heading(2, heatmap.name),
    paragraph(heatmap.model),
    ...heatmap.warnings.map(note),
    ...heatmapCharts(heatmap).map(({ chart }) => figure(chart)),
    ...(heatmap.achieved.length === 0
      ? []
      : [heading(3, 'Requested and achieved lengths'), tableOf(achievedTable(heatmap))]),
    note(heatmap.folder),
  ];
}
