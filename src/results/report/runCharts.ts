import type { Chart } from '../../charts/chart.ts';
import { compareBoxChart } from '../../charts/compareBoxChart.ts';
import { compareEcdfChart } from '../../charts/compareEcdfChart.ts';
import { compareHistogramChart } from '../../charts/compareHistogramChart.ts';
import { compareTimeChart } from '../../charts/compareTimeChart.ts';
import { compareTokensChart } from '../../charts/compareTokensChart.ts';
import { metricDefinitions } from '../../core/metrics/definitions.ts';
import type { ReportColumns } from '../../protocol/run.ts';
import { paper } from './paper.ts';
import type { NamedReport } from './reportContent.ts';

const charted = ['ttft', 'ttlt', 'tpot'] as const;
type Charted = (typeof charted)[number];

/**
 * Charts of the metrics that at least one run has, by file name: the distributions, TTFT over time, and TPOT
 * by answer length. Failed requests have no latency.
 */
export function runCharts(runs: readonly NamedReport[]): { name: string; chart: Chart }[] {
  return charted.flatMap(key => {
    const { label, unit } = metricDefinitions[key];
    const sides = runs.map(({ name, report: { columns } }) => ({
      name,
      values: succeeded(columns, key),
      at: columns.sentAt,
      tokens: columns.outputTokens,
    }));
    if (!sides.some(({ values }) => values.some(Number.isFinite))) return [];
    const metric = { label, unit, sides };
    return [
      { name: `${key}_ecdf`, chart: compareEcdfChart(metric, 'log', paper) },
      { name: `${key}_histogram`, chart: compareHistogramChart(metric, 'log', paper) },
      { name: `${key}_box`, chart: compareBoxChart(metric, 'log', paper) },
      ...(key === 'ttft' ? [{ name: 'ttft_over_time', chart: compareTimeChart(metric, paper) }] : []),
      ...(key === 'tpot' ? [{ name: 'tpot_by_tokens', chart: compareTokensChart(metric, paper) }] : []),
    ];
  });
}

function succeeded(columns: ReportColumns, key: Charted): Float64Array {
  return columns[key].map((value, i) => (columns.failed[i] === 1 ? Number.NaN : value));
}
