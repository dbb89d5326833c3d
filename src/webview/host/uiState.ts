import { type Signal, signal } from '@preact/signals';
import { type PanelSubject, subjectIn } from '../../protocol/panel.ts';
import type { VsCodeApi } from './vscodeHost.ts';

/** What every panel keeps of how its user arranged it. */
export interface Arrangement {
  /** Charts switched away from their default form, by id. */
  switched: string[];
}

/** What was saved, as far as it is of the types of `initial`; anything else is dropped. */
function restore<S extends Arrangement>(saved: unknown, initial: S): S {
  const state = { ...initial };
  if (typeof saved !== 'object' || saved === null) return state;
  for (const key of Object.keys(initial) as (keyof S)[]) {
    const value = (saved as Partial<S>)[key];
    if (typeof value === typeof initial[key]) Object.assign(state, { [key]: value });
  }
  return Array.isArray(state.switched) ? state : { ...state, switched: [] };
}

/**
 * What the user arranged, kept by VS Code while the panel is hidden or restored. Data are never kept here:
 * the extension is asked for them.
 */
export class UiStore<S extends Arrangement> {
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

  /** Keeps with the arrangement what is shown: from it the panel is made again when its window comes back. */
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
