import type { AxisScale } from '../../../charts/chart.ts';
import type { HeatmapMetric } from '../../../core/heatmap/heatmap.ts';
import type { UiState } from '../../host/uiState.ts';
import type { ChartedMetric } from './chartedMetrics.ts';

/** Which statistic of each metric the table shows. */
export type ShownStatistic = 'median' | 'mean' | 'p90' | 'p99' | 'all';

/** The user's choices in the experiment panel. */
export interface ExperimentUiState extends UiState {
  statistic: ShownStatistic;
  metric: ChartedMetric;
  scale: AxisScale;
  heatmapMetric: HeatmapMetric;
  /** Name of the run that is shown in detail, where several are compared with the baseline; '' = the first. */
  candidate: string;
}

export const initialExperimentUi: ExperimentUiState = {
  statistic: 'median',
  metric: 'ttft',
  scale: 'linear',
  heatmapMetric: 'ttft',
  candidate: '',
  switched: [],
};
