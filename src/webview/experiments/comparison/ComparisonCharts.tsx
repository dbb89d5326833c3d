import { useMemo } from 'preact/hooks';
import type { AxisScale, ChartTheme } from '../../../charts/chart.ts';
import { compareBoxChart } from '../../../charts/compareBoxChart.ts';
import { compareEcdfChart } from '../../../charts/compareEcdfChart.ts';
import { compareHistogramChart } from '../../../charts/compareHistogramChart.ts';
import { compareTimeChart } from '../../../charts/compareTimeChart.ts';
import { compareTokensChart } from '../../../charts/compareTokensChart.ts';
import { comparedDefinition } from '../../../core/compare/comparedMetrics.ts';
import type { ExperimentContent } from '../../../protocol/experiments.ts';
import { ChartChoices } from '../../chart/ChartChoices.tsx';
import { type ChartedMetric, chartedMetrics, timesSent, valuesOf } from '../panel/chartedMetrics.ts';
import type { ExperimentPanel } from '../panel/experimentPanel.ts';
import { SavableChart } from '../save/SavableChart.tsx';

type RunsContent = Extract<ExperimentContent, { kind: 'runs' }>;

interface Props {
  panel: ExperimentPanel;
  content: RunsContent;
}

/** The distribution of a metric in each run, its course over time, and how it depends on the response's length. */
export function ComparisonCharts({ panel, content }: Props) {
  const { scale, metric: wanted } = panel.ui.state.value;
  const metrics = useMemo(() => chartedMetrics(content.comparison), [content.comparison]);
  const metric = metrics.includes(wanted) ? wanted : metrics[0];
  if (metric === undefined) return null;
  return (
    <section aria-labelledby="charts">
      <ChartChoices
        metric={metric}
        metrics={metrics}
        labelOf={value => comparedDefinition(value).label}
        scale={scale}
        onMetric={value => panel.ui.change({ metric: value })}
        onScale={value => panel.ui.change({ scale: value })}
      />
      <MetricCharts panel={panel} content={content} metric={metric} scale={scale} />
    </section>
  );
}

function MetricCharts({
  panel,
  content,
  metric,
  scale,
}: Props & { metric: ChartedMetric; scale: AxisScale }) {
  const theme = panel.theme.value;
  const compared = useMemo(() => comparedBy(content, metric), [content, metric]);
  const still = useMemo(
    () => ({ time: compareTimeChart(compared, theme), tokens: compareTokensChart(compared, theme) }),
    [compared, theme],
  );
  const spread = useMemo(() => spreadCharts(compared, scale, theme), [compared, scale, theme]);
  return (
    <div class="chart-grid">
      <SavableChart panel={panel} id="ecdf" chart={spread.ecdf} />
      <SavableChart panel={panel} id="histogram" chart={spread.histogram} />
      <SavableChart panel={panel} id="box" chart={spread.box} />
      <SavableChart panel={panel} id="tokens" chart={still.tokens} />
      <SavableChart panel={panel} id="time" chart={still.time} wide />
    </div>
  );
}

/** The values of a metric in each run, with when each request was sent and its output tokens. */
function comparedBy({ comparison, columns }: RunsContent, metric: ChartedMetric) {
  const { label, unit } = comparedDefinition(metric);
  const together = comparison.pairs.every(({ arrangement }) => arrangement !== 'separate');
  const at = timesSent(columns, together);
  const sides = columns.map((one, i) => ({
    name: comparison.runs[i]?.name ?? '',
    values: valuesOf(one, metric),
    at: at[i] ?? one.sentAt,
    tokens: one.outputTokens,
  }));
  return { label, unit, sides };
}

function spreadCharts(compared: ReturnType<typeof comparedBy>, scale: AxisScale, theme: ChartTheme) {
  return {
    ecdf: compareEcdfChart(compared, scale, theme),
    histogram: compareHistogramChart(compared, scale, theme),
    box: compareBoxChart(compared, scale, theme),
  };
}
