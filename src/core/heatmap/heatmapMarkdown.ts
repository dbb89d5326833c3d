import type { PartsComparison } from '../compare/parts.ts';
import { partsMarkdown } from '../compare/partsMarkdown.ts';
import { markdownCell, markdownTable } from '../format/markdown.ts';
import { metricDefinitions } from '../metrics/definitions.ts';
import type { Heatmap } from './heatmap.ts';
import { achievedTable, heatmapTable, measuredMetrics, nothingMeasured } from './heatmapTable.ts';
import { heatmapLengths } from './lengthParts.ts';

/** Heatmaps as Markdown, for a pull request: each by itself, then the comparisons with the first. */
export function heatmapsMarkdown(
  heatmaps: readonly Heatmap[],
  comparisons: readonly PartsComparison[],
): string {
  const differences = comparisons.map(comparison => partsMarkdown(comparison, heatmapLengths));
  return [...heatmaps.map(heatmapMarkdown), ...differences].join('\n');
}

/** A heatmap as Markdown: the medians of each metric by length, the achieved lengths, warnings. */
export function heatmapMarkdown(heatmap: Heatmap): string {
  const { name, model, warnings, achieved } = heatmap;
  const measured = measuredMetrics(heatmap);
  const parts = [
    `## ${markdownCell(name)}`,
    markdownCell(model),
    ...measured.flatMap(metric => [
      `${metricDefinitions[metric].label}, median by length:`,
      markdownTable(heatmapTable(heatmap, metric)),
    ]),
    ...(measured.length === 0 ? [nothingMeasured(heatmap)] : []),
    ...(achieved.length === 0
      ? []
      : ['Requested and achieved lengths:', markdownTable(achievedTable(heatmap))]),
    warnings.map(warning => `- ${markdownCell(warning)}`).join('\n'),
  ];
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}
