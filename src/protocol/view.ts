import type { CompatView } from '../core/compat/compatView.ts';
import type { PanelRequests } from './panel.ts';
import type { Report, RequestDetail, RunSnapshot } from './run.ts';

/** What a run panel shows: nothing yet, a live run, or a saved one. */
export type RunViewState =
  | { kind: 'loading'; message: string }
  | { kind: 'live'; snapshot: RunSnapshot }
  | { kind: 'report'; report: Report }
  | { kind: 'error'; message: string };

/** Run panel -> extension. */
export interface RunViewRequests extends PanelRequests<RunViewState> {
  loadRequest: { params: { index: number }; result: RequestDetail };
  /** The saved run through the formulas of other tools. */
  compatViews: { params: null; result: CompatView[] };
  revealFolder: { params: null; result: null };
  runAgain: { params: null; result: null };
}
