import { heatmapChart } from '../core/charts/heatmapChart.ts';
import { type Heatmap, heatmapMetrics } from '../core/heatmap/heatmap.ts';
import { achievedTable } from '../core/heatmap/heatmapTable.ts';
import { paper } from './paper.ts';
import { figure, heading, note, paragraph, tableOf } from './sections.ts';

/** Heatmaps one after the other: what was asked and achieved, and a figure for each metric that has values. */
export function heatmapsBody(heatmaps: readonly Heatmap[]): string[] {
  return heatmaps.flatMap(heatmap => {
    const { name, model, folder, warnings, achieved, cells } = heatmap;
    const measured = heatmapMetrics.filter(metric =>
      cells.flat().some(cell => (cell?.values[metric].n ?? 0) > 0),
    );
    const metrics = measured.length === 0 ? heatmapMetrics.slice(0, 1) : measured;
    return [
      heading(2, name),
      paragraph(model),
      ...warnings.map(note),
      ...metrics.map(metric => figure(heatmapChart(heatmap, metric, paper))),
      ...(achieved.length === 0
        ? []
        : [heading(3, 'Lengths asked for and achieved'), tableOf(achievedTable(heatmap))]),
      note(folder),
    ];
  });
}
