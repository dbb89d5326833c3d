import { useMemo } from 'preact/hooks';
import { compareBoxChart } from '../../../charts/compareBoxChart.ts';
import { compareEcdfChart } from '../../../charts/compareEcdfChart.ts';
import { compareHistogramChart } from '../../../charts/compareHistogramChart.ts';
import { compareTimeChart } from '../../../charts/compareTimeChart.ts';
import { compareTokensChart } from '../../../charts/compareTokensChart.ts';
import { comparedDefinition } from '../../../core/compare/comparedMetrics.ts';
import type { ExperimentContent } from '../../../protocol/experiments.ts';
import { ChartChoices } from '../../chart/ChartChoices.tsx';
import { chartedMetrics, timesSent, valuesOf } from '../panel/chartedMetrics.ts';
import type { ExperimentPanel } from '../panel/experimentPanel.ts';
import { SavableChart } from '../save/SavableChart.tsx';

interface Props {
  panel: ExperimentPanel;
  content: Extract<ExperimentContent, { kind: 'runs' }>;
}

/** How a metric is spread in each run, how it went over time, and how it depends on the answer's length. */
export function ComparisonCharts({ panel, content }: Props) {
  const { comparison, columns } = content;
  const { scale } = panel.ui.state.value;
  const theme = panel.theme.value;
  const metrics = useMemo(() => chartedMetrics(comparison), [comparison]);
  const wanted = panel.ui.state.value.metric;
  const metric = metrics.includes(wanted) ? wanted : metrics[0];
  const sides = useMemo(() => {
    if (metric === undefined) return [];
    const together = comparison.pairs.every(({ arrangement }) => arrangement !== 'separate');
    const at = timesSent(columns, together);
    return columns.map((one, i) => ({
      name: comparison.runs[i]?.name ?? '',
      values: valuesOf(one, metric),
      at: at[i] ?? one.sentAt,
      tokens: one.outputTokens,
    }));
  }, [comparison, columns, metric]);
  const still = useMemo(() => {
    if (metric === undefined) return null;
    const { label, unit } = comparedDefinition(metric);
    const compared = { label, unit, sides };
    return { time: compareTimeChart(compared, theme), tokens: compareTokensChart(compared, theme) };
  }, [metric, sides, theme]);
  const spread = useMemo(() => {
    if (metric === undefined) return null;
    const { label, unit } = comparedDefinition(metric);
    const compared = { label, unit, sides };
    return {
      ecdf: compareEcdfChart(compared, scale, theme),
      histogram: compareHistogramChart(compared, scale, theme),
      box: compareBoxChart(compared, scale, theme),
    };
  }, [metric, sides, scale, theme]);
  if (metric === undefined || still === null || spread === null) return null;
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
      <div class="chart-grid">
        <SavableChart panel={panel} id="ecdf" chart={spread.ecdf} />
        <SavableChart panel={panel} id="histogram" chart={spread.histogram} />
        <SavableChart panel={panel} id="box" chart={spread.box} />
        <SavableChart panel={panel} id="tokens" chart={still.tokens} />
        <SavableChart panel={panel} id="time" chart={still.time} wide />
      </div>
    </section>
  );
}
