import type { ExperimentKind } from '../../../protocol/measurementKind.ts';

/** How an experiment of a kind is shown while it is in progress. */
interface LiveKind {
  label: string;
  /** What one of its steps is called; null if it has only one, which is not worth a table. */
  stepNoun: 'side' | 'level' | 'run' | null;
  /** Whether steps run one after the other, so that their times add up and the pace changes with each. */
  inTurn: boolean;
  /** Whether steps are compared with each other in charts, instead of showing the current one alone. */
  compared: boolean;
}

/** The live view's one list of the kinds of experiment. */
export const liveKinds: { readonly [K in ExperimentKind]: LiveKind } = {
  ab: { label: 'A/B test', stepNoun: 'side', inTurn: false, compared: true },
  'load-test': { label: 'Load test', stepNoun: 'level', inTurn: true, compared: false },
  repeats: { label: 'Repeated run', stepNoun: 'run', inTurn: true, compared: false },
  heatmap: { label: 'Latency heatmap', stepNoun: null, inTurn: false, compared: false },
};
