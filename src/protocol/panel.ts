/**
 * What a panel shows, in the fewest words: VS Code keeps it with the panel, which is made again from it when
 * its window comes back.
 */
export interface PanelSubject {
  /** The folders shown, the baseline first; none until there is something on disk. */
  readonly folders: readonly string[];
  /** Key of the metric that decides, where somebody chose one. */
  readonly decidingMetric?: string;
  /** How a heatmap's lengths are sorted, where somebody chose. */
  readonly bins?: string;
}

/** Extension -> panel. Each state is complete; none builds on an earlier one. */
export interface PanelEvents<S> {
  state: S;
  /** To be kept with the panel. */
  subject: PanelSubject;
}

/** Panel -> extension: what every panel asks. */
export interface PanelRequests<S> {
  /** Asked by a panel that appears or reloads; answered with the whole state. */
  ready: { params: null; result: S };
  stop: { params: { stage: 1 | 2 }; result: null };
  showLog: { params: null; result: null };
  copy: { params: { text: string }; result: null };
}

/** Takes the subject out of what VS Code kept of a panel, whatever that is; null where there is none. */
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
