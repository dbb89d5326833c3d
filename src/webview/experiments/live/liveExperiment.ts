import { countOf, formatCount, formatDuration, formatPercent } from '../../../core/format/quantities.ts';
import type { ExperimentProgress, ExperimentStep } from '../../../protocol/experimentView.ts';
import { progressView, remainingSeconds } from '../../live/progress.ts';
import { liveKinds } from './liveKinds.ts';

/** 0 to 1 over all steps, each with the same weight; null while it is unknown. */
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

/** Seconds since the first step began. Steps that run in turn add up; others run at the same time. */
export function elapsedSeconds({ kind, steps }: ExperimentProgress): number {
  const each = steps.map(({ snapshot }) => snapshot?.progress.elapsed ?? 0);
  return liveKinds[kind].inTurn ? each.reduce((sum, one) => sum + one, 0) : Math.max(0, ...each);
}

/** Estimated from the pace so far; null if steps run in turn, because the pace changes with the next one. */
export function secondsLeft({ kind, stopping, steps }: ExperimentProgress): number | null {
  if (liveKinds[kind].inTurn || stopping) return null;
  const each = running(steps).map(({ snapshot }) => (snapshot ? remainingSeconds(snapshot) : null));
  const known = each.filter(seconds => seconds !== null);
  return known.length === 0 || known.length < each.length ? null : Math.max(...known);
}

/** How far the experiment is, in words. */
export function progressTitle(progress: ExperimentProgress): string {
  const { kind, steps } = progress;
  const { inTurn, stepNoun } = liveKinds[kind];
  if (!inTurn) return requestsOf(steps);
  const over = steps.filter(({ state }) => state === 'done' || state === 'failed').length;
  const [now] = running(steps);
  return `${formatCount(over)} of ${countOf(steps.length, stepNoun ?? 'step')} done${now ? `, now ${now.label}` : ''}`;
}

/** Requests of all steps together, "491 of 800 requests (61 %)". */
function requestsOf(steps: readonly ExperimentStep[]): string {
  const each = steps.flatMap(({ snapshot }) => snapshot?.progress ?? []);
  const done = each.reduce((sum, progress) => sum + progress.done, 0);
  const total = each.reduce((sum, progress) => sum + (progress.total ?? Number.NaN), 0);
  if (each.length === 0) return 'Preparing';
  return total > 0
    ? `${formatCount(done)} of ${countOf(total, 'request')} (${formatPercent(done / total)})`
    : countOf(done, 'request');
}

/** What a screen reader announces from time to time. */
export function spokenExperiment(progress: ExperimentProgress): string {
  const failed = progress.steps.reduce((sum, { snapshot }) => sum + (snapshot?.progress.failed ?? 0), 0);
  const elapsed = elapsedSeconds(progress);
  const parts = [progressTitle(progress)];
  if (elapsed > 0) parts.push(`after ${formatDuration(elapsed)}`);
  if (failed > 0) parts.push(`${countOf(failed, 'request')} failed`);
  return parts.join(', ');
}

function running(steps: readonly ExperimentStep[]): ExperimentStep[] {
  return steps.filter(({ state }) => state === 'running');
}
