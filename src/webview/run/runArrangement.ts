import type { AxisScale } from '../../core/charts/chart.ts';
import type { Arrangement } from '../host/uiState.ts';

export type ReportTab = 'overview' | 'requests' | 'details';
export type ChartMetric = 'ttft' | 'ttlt' | 'tpot';
export type RequestFilter = 'all' | 'failed' | 'slowest';

/** How a person arranged the run panel. */
export interface RunArrangement extends Arrangement {
  tab: ReportTab;
  metric: ChartMetric;
  scale: AxisScale;
  filter: RequestFilter;
  ownKeys: boolean;
}

export const firstArrangement: RunArrangement = {
  tab: 'overview',
  metric: 'ttft',
  scale: 'linear',
  filter: 'all',
  ownKeys: false,
  switched: [],
};
