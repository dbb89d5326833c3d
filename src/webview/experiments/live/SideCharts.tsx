import { useMemo } from 'preact/hooks';
import { compareEcdfChart } from '../../../charts/compareEcdfChart.ts';
import { compareTimeChart } from '../../../charts/compareTimeChart.ts';
import { metricDefinitions } from '../../../core/metrics/definitions.ts';
import type { ExperimentStep } from '../../../protocol/experimentView.ts';
import { ChartCard } from '../../chart/ChartCard.tsx';
import type { ExperimentPanel } from '../panel/experimentPanel.ts';

/** TTFT of all sides so far, over one another. */
export function SideCharts({ panel, steps }: { panel: ExperimentPanel; steps: readonly ExperimentStep[] }) {
  const theme = panel.theme.value;
  const charts = useMemo(() => {
    const { label, unit } = metricDefinitions.ttft;
    const sides = steps.flatMap(({ label: name, snapshot }) =>
      snapshot ? [{ name, at: snapshot.series.ttft.at, values: snapshot.series.ttft.seconds }] : [],
    );
    const compared = { label, unit, sides };
    return {
      ecdf: compareEcdfChart(compared, 'linear', theme),
      time: compareTimeChart(compared, theme),
    };
  }, [steps, theme]);
  if (steps.every(({ snapshot }) => !snapshot?.series.ttft.at.length)) {
    return <p class="muted">The charts appear with the first responses.</p>;
  }
  return (
    <div class="chart-grid live">
      {(['ecdf', 'time'] as const).map(id => (
        <ChartCard
          key={id}
          live
          chart={charts[id]}
          asTable={panel.ui.isTable(`live-${id}`)}
          onToggle={() => panel.ui.toggleTable(`live-${id}`)}
        />
      ))}
    </div>
  );
}
