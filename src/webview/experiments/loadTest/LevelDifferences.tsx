import { useMemo, useState } from 'preact/hooks';
import type { LoadTestSeries } from '../../../core/charts/compareLoadTestFigures.ts';
import { compareLevels, levelsApart, levelVerdicts } from '../../../core/loadTest/compareLevels.ts';
import { type LevelMetric, levelRows } from '../../../core/loadTest/levelDifferences.ts';
import { metricDefinitions } from '../../../core/metrics/definitions.ts';
import { Choice } from '../../parts/Choice.tsx';
import { ComparedRows } from '../comparison/ComparedRows.tsx';

/** What differs between load tests where they had the same number of clients. */
export function LevelDifferences({ series }: { series: readonly LoadTestSeries[] }) {
  const [metric, setMetric] = useState<LevelMetric>('ttft');
  const [baseline, ...candidates] = series;
  if (baseline === undefined) return null;
  return (
    <section aria-labelledby="differences">
      <div class="section-head">
        <h2 id="differences">Differences at common levels</h2>
        <Choice
          label="Metric of the differences"
          value={metric}
          options={(['ttft', 'ttlt'] as const).map(value => ({
            value,
            label: metricDefinitions[value].label,
          }))}
          onChange={setMetric}
        />
      </div>
      {candidates.map(candidate => (
        <Differences key={candidate.name} baseline={baseline} candidate={candidate} metric={metric} />
      ))}
      <p class="muted family">{levelVerdicts}</p>
    </section>
  );
}

interface Props {
  baseline: LoadTestSeries;
  candidate: LoadTestSeries;
  metric: LevelMetric;
}

function Differences({ baseline, candidate, metric }: Props) {
  const levels = useMemo(() => compareLevels(baseline, candidate), [baseline, candidate]);
  const apart = levelsApart(baseline, candidate);
  const rows = levelRows(levels, [metric]);
  return (
    <>
      {rows.length === 0 ? (
        <p class="muted">
          {candidate.name} and {baseline.name} have no number of clients in common.
        </p>
      ) : (
        <ComparedRows
          caption={`${candidate.name} against ${baseline.name}, by clients`}
          first="Level"
          baseline={baseline.name}
          candidate={candidate.name}
          rows={rows}
        />
      )}
      {apart !== null && rows.length > 0 && <p class="muted">{apart}</p>}
    </>
  );
}
