import { countOf, formatDuration } from '../../../core/format/quantities.ts';
import type { ExperimentProgress, ExperimentStep } from '../../../protocol/experimentView.ts';
import { progressView } from '../../live/progress.ts';

/** 0 to 1 over all steps, each of the same weight; null while nothing can be said. */
export function shareDone({ steps }: ExperimentProgress): number | null {
  if (steps.length === 0) return null;
  const done = steps.map(({ state, snapshot }) =>
    state === 'done' || state === 'failed' ? 1 : snapshot ? (progressView(snapshot).share ?? 0) : 0,
  );
  return done.reduce((sum, share) => sum + share, 0) / steps.length;
}

/** Requests in flight in all steps. */
export function inFlight({ steps }: ExperimentProgress): number {
  return running(steps).reduce((sum, { snapshot }) => sum + (snapshot?.progress.inFlight ?? 0), 0);
}

/** Seconds since the first step began. Steps of one kind run together, of another one after the other. */
export function elapsedSeconds({ kind, steps }: ExperimentProgress): number {
  const each = steps.map(({ snapshot }) => snapshot?.progress.elapsed ?? 0);
  return kind === 'load-test' ? each.reduce((sum, one) => sum + one, 0) : Math.max(0, ...each);
}

/** What the experiment is at, in words. */
export function headlineOf(progress: ExperimentProgress): string {
  const { kind, steps } = progress;
  if (kind !== 'load-test') {
    const [step] = running(steps);
    return step?.snapshot ? progressView(step.snapshot).headline : countOf(steps.length, 'run');
  }
  const done = steps.filter(({ state }) => state === 'done' || state === 'failed').length;
  const [now] = running(steps);
  return `${done} of ${countOf(steps.length, 'level')} done${now ? `, now ${now.label}` : ''}`;
}

/** What a screen reader hears now and then. */
export function spokenExperiment(progress: ExperimentProgress): string {
  const failed = progress.steps.reduce((sum, { snapshot }) => sum + (snapshot?.progress.failed ?? 0), 0);
  const parts = [headlineOf(progress), `after ${formatDuration(elapsedSeconds(progress))}`];
  if (failed > 0) parts.push(`${countOf(failed, 'request')} failed`);
  return parts.join(', ');
}

function running(steps: readonly ExperimentStep[]): ExperimentStep[] {
  return steps.filter(({ state }) => state === 'running');
}
