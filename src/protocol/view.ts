import type { CompatView } from '../core/compat/compatView.ts';
import type { Report, RequestDetail, RunSnapshot } from './run.ts';

/** What a run panel shows: nothing yet, a live run, or a saved one. */
export type RunViewState =
  | { kind: 'loading'; message: string }
  | { kind: 'live'; snapshot: RunSnapshot; visibleSince: number }
  | { kind: 'report'; report: Report }
  | { kind: 'error'; message: string };

/** Extension -> run panel. Each state is complete; none builds on an earlier one. */
export interface RunViewEvents {
  state: RunViewState;
}

/** Run panel -> extension. */
export interface RunViewRequests {
  /** Asked by a panel that appears or reloads; answered with the whole state. */
  ready: { params: null; result: RunViewState };
  stop: { params: { stage: 1 | 2 }; result: null };
  loadRequest: { params: { index: number }; result: RequestDetail };
  /** The saved run through the formulas of other tools. */
  compatViews: { params: null; result: CompatView[] };
  revealFolder: { params: null; result: null };
  runAgain: { params: null; result: null };
  showLog: { params: null; result: null };
  copy: { params: { text: string }; result: null };
}
