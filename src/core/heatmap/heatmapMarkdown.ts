import { markdownCell, markdownTable } from '../format/markdown.ts';
import { metricDefinitions } from '../metrics/definitions.ts';
import { type Heatmap, heatmapMetrics } from './heatmap.ts';
import { achievedTable, heatmapTable } from './heatmapTable.ts';

/** A heatmap as Markdown: the medians of each metric by length, the achieved lengths, what is odd about it. */
export function heatmapMarkdown(heatmap: Heatmap): string {
  const { name, model, warnings, achieved, cells } = heatmap;
  const measured = heatmapMetrics.filter(metric =>
    cells.flat().some(cell => (cell?.values[metric].n ?? 0) > 0),
  );
  const parts = [
    `## ${markdownCell(name)}`,
    markdownCell(model),
    ...measured.flatMap(metric => [
      `${metricDefinitions[metric].label}, median by length:`,
      markdownTable(heatmapTable(heatmap, metric)),
    ]),
    ...(measured.length === 0 ? ['No request succeeded.'] : []),
    ...(achieved.length === 0
      ? []
      : ['Lengths asked for and achieved:', markdownTable(achievedTable(heatmap))]),
    warnings.map(warning => `- ${markdownCell(warning)}`).join('\n'),
  ];
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}
