import { type HeatmapComparison, lengthVerdicts } from '../../../core/heatmap/compareHeatmaps.ts';
import type { HeatmapMetric } from '../../../core/heatmap/heatmap.ts';
import { ComparedRows } from '../comparison/ComparedRows.tsx';

interface Props {
  comparisons: readonly HeatmapComparison[];
  metric: HeatmapMetric;
}

/** What differs between heatmaps where they were asked for the same lengths. */
export function LengthDifferences({ comparisons, metric }: Props) {
  if (comparisons.length === 0) return null;
  return (
    <section aria-labelledby="differences">
      <h2 id="differences">Differences at common lengths</h2>
      {comparisons.map(comparison => (
        <Differences key={comparison.candidate} comparison={comparison} metric={metric} />
      ))}
      <p class="muted family">{lengthVerdicts}</p>
    </section>
  );
}

function Differences({ comparison, metric }: { comparison: HeatmapComparison; metric: HeatmapMetric }) {
  const { baseline, candidate, apart } = comparison;
  const rows = comparison.rows.filter(row => row.metric === metric);
  return (
    <>
      {rows.length === 0 ? (
        <p class="muted">
          {candidate} and {baseline} have no asked lengths with this metric in common.
        </p>
      ) : (
        <ComparedRows
          caption={`${candidate} against ${baseline}, by lengths`}
          first="Lengths"
          baseline={baseline}
          candidate={candidate}
          rows={rows}
        />
      )}
      {apart !== null && <p class="muted">{apart}</p>}
    </>
  );
}
