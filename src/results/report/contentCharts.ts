import type { Chart } from '../../charts/chart.ts';
import { compareKneeChart } from '../../charts/compareKneeChart.ts';
import { compareLoadTestChart } from '../../charts/compareLoadTestChart.ts';
import { type LoadTestFigureKey, loadTestFigures } from '../../charts/compareLoadTestFigures.ts';
import { heatmapChart } from '../../charts/heatmapChart.ts';
import { loadTestErrorsChart } from '../../charts/loadTestErrorsChart.ts';
import { type Heatmap, heatmapMetrics } from '../../core/heatmap/heatmap.ts';
import { measuredMetrics } from '../../core/heatmap/heatmapTable.ts';
import type { LoadTestSeries } from '../../core/loadTest/series.ts';
import type { LoadTest } from '../../protocol/run.ts';
import { paper } from './paper.ts';
import type { ReportContent } from './reportContent.ts';
import { runCharts } from './runCharts.ts';

/** A chart with the name of its file, without the extension. */
export interface NamedChart {
  name: string;
  chart: Chart;
}

/** All charts of a report, in the order of the report. */
export function contentCharts(content: ReportContent): NamedChart[] {
  switch (content.kind) {
    case 'run':
      return runCharts([content.run]);
    case 'runs':
      return runCharts(content.reports);
    case 'load-tests':
      return loadTestCharts(content.tests, content.series);
    case 'repeats':
      return [];
    case 'heatmaps':
      return content.heatmaps.flatMap(heatmap => {
        const prefix = content.heatmaps.length > 1 ? `${heatmap.name}_` : '';
        return heatmapCharts(heatmap).map(({ name, chart }) => ({ name: `${prefix}${name}`, chart }));
      });
  }
}

/** The knee, LLMeter's six figures under their own names, and the errors of the tests that have any. */
export function loadTestCharts(tests: readonly LoadTest[], series: readonly LoadTestSeries[]): NamedChart[] {
  const figures = Object.keys(loadTestFigures) as LoadTestFigureKey[];
  const failing = tests.filter(({ levels }) => levels.some(({ failed }) => failed > 0));
  return [
    { name: 'knee', chart: compareKneeChart(tests, paper) },
    ...figures.map(key => ({ name: key, chart: compareLoadTestChart(key, series, paper) })),
    ...failing.map(test => ({
      name: tests.length > 1 ? `${test.name}_errors` : 'errors',
      chart: loadTestErrorsChart(test, paper),
    })),
  ];
}

/** One chart for each metric that has values, or an empty one of TTFT if there are none. */
export function heatmapCharts(heatmap: Heatmap): NamedChart[] {
  const measured = measuredMetrics(heatmap);
  const metrics = measured.length === 0 ? heatmapMetrics.slice(0, 1) : measured;
  return metrics.map(metric => ({ name: `${metric}_heatmap`, chart: heatmapChart(heatmap, metric, paper) }));
}
