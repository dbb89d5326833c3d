import { useMemo } from 'preact/hooks';
import { ecdfChart } from '../../../charts/ecdfChart.ts';
import { histogramChart } from '../../../charts/histogramChart.ts';
import { rateChart } from '../../../charts/rateChart.ts';
import { timeChart } from '../../../charts/timeChart.ts';
import { metricDefinitions } from '../../../core/metrics/definitions.ts';
import type { Report } from '../../../protocol/run.ts';
import { ChartCard } from '../../chart/ChartCard.tsx';
import { ChartChoices } from '../../chart/ChartChoices.tsx';
import type { RunPanel } from '../panel/runPanel.ts';
import type { ChartMetric } from '../panel/runUiState.ts';
import { failuresOf, successfulValues, throughputOf } from './reportSeries.ts';

const metrics: readonly ChartMetric[] = ['ttft', 'ttlt', 'tpot'];

/** How the chosen metric is spread, and how it and the throughput went over the run. */
export function ReportCharts({ panel, report }: { panel: RunPanel; report: Report }) {
  const { metric, scale } = panel.ui.state.value;
  const theme = panel.theme.value;
  const { label, unit } = metricDefinitions[metric];
  const values = useMemo(() => successfulValues(report.columns, metric), [report, metric]);
  const spread = useMemo(() => {
    const chosen = { label, unit, values };
    return {
      histogram: histogramChart(chosen, scale, theme),
      ecdf: ecdfChart(chosen, scale, theme),
      time: timeChart({ ...chosen, at: report.columns.sentAt, failures: failuresOf(report.columns) }, theme),
    };
  }, [report, values, label, unit, scale, theme]);
  const throughput = useMemo(() => {
    const { requests, tokens } = throughputOf(report.columns);
    return { requests: rateChart(requests, theme, 'primary'), tokens: rateChart(tokens, theme, 'secondary') };
  }, [report, theme]);
  const open = (data: unknown) => {
    if (Array.isArray(data) && typeof data[2] === 'number') void panel.openRequest(data[2], true);
  };
  const card = (id: string) => ({
    asTable: panel.ui.isTable(id),
    onToggle: () => panel.ui.toggleTable(id),
  });
  return (
    <section aria-labelledby="charts">
      <ChartChoices
        metric={metric}
        metrics={metrics}
        labelOf={value => metricDefinitions[value].label}
        scale={scale}
        onMetric={value => panel.ui.change({ metric: value })}
        onScale={value => panel.ui.change({ scale: value })}
      />
      <div class="chart-grid">
        <ChartCard chart={spread.histogram} {...card('histogram')} />
        <ChartCard chart={spread.ecdf} {...card('ecdf')} />
        <ChartCard
          chart={spread.time}
          {...card('time')}
          wide
          onPoint={open}
          note="Line: median. ▲ failed. Click a point to open its request."
        />
        <ChartCard chart={throughput.requests} {...card('requests')} />
        <ChartCard chart={throughput.tokens} {...card('tokens')} />
      </div>
    </section>
  );
}
