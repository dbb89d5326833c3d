import type { AxisScale } from '../../../charts/chart.ts';
import type { Arrangement } from '../../host/uiState.ts';

export type ReportTab = 'overview' | 'requests' | 'details';
export type ChartMetric = 'ttft' | 'ttlt' | 'tpot';
/** Whose statistics the summary shows: our metrics, LLMeter's keys, or those of another tool. */
export type ShownStatistics = 'ours' | 'own' | 'tools';
export type RequestFilter = 'all' | 'failed' | 'slowest';

/** How a person arranged the run panel. */
export interface RunArrangement extends Arrangement {
  tab: ReportTab;
  metric: ChartMetric;
  scale: AxisScale;
  filter: RequestFilter;
  statistics: ShownStatistics;
  /** Name of the other tool; '' = the first. */
  tool: string;
}

export const firstArrangement: RunArrangement = {
  tab: 'overview',
  metric: 'ttft',
  scale: 'linear',
  filter: 'all',
  statistics: 'ours',
  tool: '',
  switched: [],
};
