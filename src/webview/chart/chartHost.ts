import type { Signal } from '@preact/signals';
import type { ChartTheme } from '../../charts/chart.ts';
import type { UiState, UiStore } from '../host/uiState.ts';

/** What charts need from the panel they are in. */
export interface ChartHost {
  readonly theme: Signal<ChartTheme>;
  readonly ui: Pick<UiStore<UiState>, 'isTable' | 'toggleTable'>;
}
