import { type Signal, signal } from '@preact/signals';
import type { AxisScale } from '../../core/charts/chart.ts';
import type { VsCodeApi } from './vscodeHost.ts';

export type ReportTab = 'overview' | 'requests' | 'details';
export type ChartMetric = 'ttft' | 'ttlt' | 'tpot';
export type RequestFilter = 'all' | 'failed' | 'slowest';

/** What the user arranged; data are never kept here, the extension is asked for them. */
export interface UiState {
  tab: ReportTab;
  metric: ChartMetric;
  scale: AxisScale;
  filter: RequestFilter;
  ownKeys: boolean;
  /** Charts switched away from their default form, by id. */
  switched: string[];
}

const initial: UiState = {
  tab: 'overview',
  metric: 'ttft',
  scale: 'linear',
  filter: 'all',
  ownKeys: false,
  switched: [],
};

function restore(saved: unknown): UiState {
  const state = { ...initial };
  if (typeof saved !== 'object' || saved === null) return state;
  for (const key of Object.keys(initial) as (keyof UiState)[]) {
    const value = (saved as Record<string, unknown>)[key];
    if (typeof value === typeof initial[key]) Object.assign(state, { [key]: value });
  }
  return Array.isArray(state.switched) ? state : { ...state, switched: [] };
}

/** The arrangement, kept by VS Code while the panel is hidden or restored. */
export class UiStore {
  readonly state: Signal<UiState>;
  readonly #api: VsCodeApi;
  readonly #tablesByDefault: boolean;

  constructor(api: VsCodeApi, tablesByDefault: boolean) {
    this.#api = api;
    this.#tablesByDefault = tablesByDefault;
    this.state = signal(restore(api.getState()));
  }

  change(part: Partial<UiState>): void {
    this.state.value = { ...this.state.value, ...part };
    this.#api.setState(this.state.value);
  }

  isTable(chart: string): boolean {
    return this.state.value.switched.includes(chart) !== this.#tablesByDefault;
  }

  toggleTable(chart: string): void {
    const { switched } = this.state.value;
    this.change({
      switched: switched.includes(chart) ? switched.filter(id => id !== chart) : [...switched, chart],
    });
  }
}
