import type { PartsComparison } from '../../../core/compare/parts.ts';
import { type HeatmapMetric, heatmapMetrics } from '../../../core/heatmap/heatmap.ts';
import { heatmapLengths } from '../../../core/heatmap/lengthParts.ts';
import { PartDifferences } from '../comparison/PartDifferences.tsx';

interface Props {
  comparisons: readonly PartsComparison[];
  metric: HeatmapMetric;
}

/** What differs between heatmaps at the lengths that both were asked for: the drawn metric, errors and cost. */
export function LengthDifferences({ comparisons, metric }: Props) {
  const drawn: readonly string[] = heatmapMetrics;
  return (
    <PartDifferences
      title="Differences at common lengths"
      comparisons={comparisons}
      kind={heatmapLengths}
      shows={key => key === metric || !drawn.includes(key)}
    />
  );
}
