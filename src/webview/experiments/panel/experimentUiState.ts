import type { AxisScale } from '../../../charts/chart.ts';
import type { HeatmapMetric } from '../../../core/heatmap/heatmap.ts';
import type { Arrangement } from '../../host/uiState.ts';
import type { ChartedMetric } from './chartedMetrics.ts';

/** Which statistic of each metric the table shows. */
export type ShownStatistic = 'median' | 'mean' | 'p90' | 'p99' | 'all';

/** How a person arranged the experiment panel. */
export interface ExperimentArrangement extends Arrangement {
  statistic: ShownStatistic;
  metric: ChartedMetric;
  scale: AxisScale;
  heatmapMetric: HeatmapMetric;
  /** Name of the run that is compared with the baseline, where there are several; '' = the first. */
  candidate: string;
}

export const firstArrangement: ExperimentArrangement = {
  statistic: 'median',
  metric: 'ttft',
  scale: 'linear',
  heatmapMetric: 'ttft',
  candidate: '',
  switched: [],
};
