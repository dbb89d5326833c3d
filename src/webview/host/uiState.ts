import { type Signal, signal } from '@preact/signals';
import { type PanelSubject, subjectIn } from '../../protocol/panel.ts';
import type { VsCodeApi } from './vscodeHost.ts';

/** The user's choices in a panel: which tab, metric or form is shown. */
export interface UiState {
  /** Charts switched away from their default form, by id. */
  switched: string[];
}

/** The saved choices, as far as they are of the types of `initial`; anything else is dropped. */
function restore<S extends UiState>(saved: unknown, initial: S): S {
  const state = { ...initial };
  if (typeof saved !== 'object' || saved === null) return state;
  for (const key of Object.keys(initial) as (keyof S)[]) {
    const value = (saved as Partial<S>)[key];
    if (typeof value === typeof initial[key]) Object.assign(state, { [key]: value });
  }
  return Array.isArray(state.switched) ? state : { ...state, switched: [] };
}

/**
 * The user's choices, which VS Code keeps while the panel is hidden or restored. Data are never kept here:
 * the panel asks the extension for them.
 */
export class UiStore<S extends UiState> {
  readonly state: Signal<S>;
  readonly #api: VsCodeApi;
  readonly #tablesByDefault: boolean;
  #subject: PanelSubject | null;

  constructor(api: VsCodeApi, initial: S, tablesByDefault: boolean) {
    this.#api = api;
    this.#tablesByDefault = tablesByDefault;
    const kept = api.getState();
    this.#subject = subjectIn(kept);
    this.state = signal(restore(kept, initial));
  }

  change(part: Partial<S>): void {
    this.state.value = { ...this.state.value, ...part };
    this.#keep();
  }

  /** Keeps what is shown beside the choices: VS Code restores the panel from it when its window reopens. */
  remember(subject: PanelSubject): void {
    this.#subject = subject;
    this.#keep();
  }

  #keep(): void {
    this.#api.setState({ ...this.state.value, subject: this.#subject });
  }

  isTable(chart: string): boolean {
    return this.state.value.switched.includes(chart) !== this.#tablesByDefault;
  }

  toggleTable(chart: string): void {
    const { switched } = this.state.value;
    const next = switched.includes(chart) ? switched.filter(id => id !== chart) : [...switched, chart];
    this.change({ switched: next } as Partial<S>);
  }
}
