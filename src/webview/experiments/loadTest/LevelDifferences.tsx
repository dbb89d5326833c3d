import { useMemo, useState } from 'preact/hooks';
import type { LoadTestSeries } from '../../../core/charts/compareLoadTestFigures.ts';
import { comparisonRow } from '../../../core/compare/comparisonTable.ts';
import { countOf } from '../../../core/format/quantities.ts';
import { compareLevels, levelsApart, levelVerdicts } from '../../../core/loadTest/compareLevels.ts';
import { metricDefinitions } from '../../../core/metrics/definitions.ts';
import { Choice } from '../../parts/Choice.tsx';
import { ComparedRows } from '../comparison/ComparedRows.tsx';

type Metric = 'ttft' | 'ttlt';

/** What differs between load tests where they had the same number of clients. */
export function LevelDifferences({ series }: { series: readonly LoadTestSeries[] }) {
  const [metric, setMetric] = useState<Metric>('ttft');
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
  metric: Metric;
}

function Differences({ baseline, candidate, metric }: Props) {
  const levels = useMemo(() => compareLevels(baseline, candidate), [baseline, candidate]);
  const apart = levelsApart(baseline, candidate);
  const definition = metricDefinitions[metric];
  const rows = levels.flatMap(level =>
    level[metric].map(found => ({
      ...comparisonRow(`${level.clients}`, definition, found),
      label: `${countOf(level.clients, 'client')}: ${definition.label} ${found.statistic}`,
    })),
  );
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
