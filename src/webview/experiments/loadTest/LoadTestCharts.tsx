import { useMemo } from 'preact/hooks';
import { compareKneeChart } from '../../../charts/compareKneeChart.ts';
import { compareLoadTestChart } from '../../../charts/compareLoadTestChart.ts';
import { type LoadTestFigureKey, loadTestFigures } from '../../../charts/compareLoadTestFigures.ts';
import { loadTestErrorsChart } from '../../../charts/loadTestErrorsChart.ts';
import type { LoadTestSeries } from '../../../core/loadTest/series.ts';
import type { LoadTest } from '../../../protocol/run.ts';
import type { ExperimentPanel } from '../panel/experimentPanel.ts';
import { SavableChart } from '../save/SavableChart.tsx';

interface Props {
  panel: ExperimentPanel;
  tests: readonly LoadTest[];
  series: readonly LoadTestSeries[];
}

const figures = Object.keys(loadTestFigures) as LoadTestFigureKey[];

/** TTFT against throughput with the knee, LLMeter's six figures, and the failures at each level. */
export function LoadTestCharts({ panel, tests, series }: Props) {
  const theme = panel.theme.value;
  const charts = useMemo(
    () => ({
      knee: compareKneeChart(tests, theme),
      figures: figures.map(key => ({ key, chart: compareLoadTestChart(key, series, theme) })),
      errors: tests
        .filter(({ levels }) => levels.some(({ errors }) => errors.length > 0))
        .map(test => ({ key: `errors ${test.name}`, chart: loadTestErrorsChart(test, theme) })),
    }),
    [tests, series, theme],
  );
  if (tests.every(({ levels }) => levels.length === 0)) return null;
  return (
    <section aria-labelledby="charts">
      <div class="section-head">
        <h2 id="charts">Charts</h2>
      </div>
      <div class="chart-grid">
        <SavableChart
          panel={panel}
          id="knee"
          chart={charts.knee}
          wide
          tall
          note="Numbers: clients at each level"
        />
        {[...charts.figures, ...charts.errors].map(({ key, chart }) => (
          <SavableChart key={key} panel={panel} id={key} chart={chart} />
        ))}
      </div>
    </section>
  );
}
