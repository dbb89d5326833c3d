/**
 * What a panel shows, as briefly as possible. VS Code saves it with the panel and restores the panel from it
 * when its window opens again.
 */
export interface PanelSubject {
  /** The folders shown, the baseline first; none until there is something on disk. */
  readonly folders: readonly string[];
  /** Key of the deciding metric, if the user chose one. */
  readonly decidingMetric?: string;
  /** How a heatmap's lengths are binned, if the user chose. */
  readonly bins?: string;
}

/** Extension -> panel. Each state is complete and does not depend on an earlier one. */
export interface PanelEvents<S> {
  state: S;
  /** To be saved with the panel. */
  subject: PanelSubject;
}

/** Panel -> extension, without an answer. */
export interface PanelSignals {
  /** The last state is drawn. The next one should not come before `rest` milliseconds. */
  drawn: { rest: number };
}

/** Panel -> extension: what every panel asks. */
export interface PanelRequests<S> {
  /** Sent by a panel that appears or reloads. The answer is the whole state. */
  ready: { params: null; result: S };
  stop: { params: { stage: 1 | 2 }; result: null };
  showLog: { params: null; result: null };
  copy: { params: { text: string }; result: null };
}

/** Reads the subject from whatever VS Code saved of a panel; null if there is none. */
export function subjectIn(kept: unknown): PanelSubject | null {
  const { subject } = Object(kept) as { subject?: unknown };
  const { folders, decidingMetric, bins } = Object(subject) as Record<keyof PanelSubject, unknown>;
  if (!Array.isArray(folders) || folders.length === 0) return null;
  if (!folders.every(folder => typeof folder === 'string')) return null;
  return {
    folders,
    ...(typeof decidingMetric === 'string' && { decidingMetric }),
    ...(typeof bins === 'string' && { bins }),
  };
}
