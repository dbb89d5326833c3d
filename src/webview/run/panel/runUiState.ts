import type { AxisScale } from '../../../charts/chart.ts';
import type { UiState } from '../../host/uiState.ts';

export type ReportTab = 'overview' | 'requests' | 'details';
export type ChartMetric = 'ttft' | 'ttlt' | 'tpot';
/** Which statistics the summary shows: our metrics, LLMeter's keys, or those of another tool. */
export type ShownStatistics = 'ours' | 'own' | 'tools';
export type RequestFilter = 'all' | 'failed' | 'slowest';

/** The user's choices in the run panel. */
export interface RunUiState extends UiState {
  tab: ReportTab;
  metric: ChartMetric;
  scale: AxisScale;
  filter: RequestFilter;
  statistics: ShownStatistics;
  /** Name of the other tool; '' = the first. */
  tool: string;
}

export const initialRunUi: RunUiState = {
  tab: 'overview',
  metric: 'ttft',
  scale: 'linear',
  filter: 'all',
  statistics: 'ours',
  tool: '',
  switched: [],
};
