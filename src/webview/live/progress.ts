import { countOf, formatCount, formatDuration, formatPercent } from '../../core/format/quantities.ts';
import type { RunSnapshot } from '../../protocol/run.ts';

/** How far a run is, as a number for the bar and in words. */
export interface ProgressView {
  /** 0 to 1; null while it is unknown, which shows as an indeterminate bar. */
  share: number | null;
  title: string;
  /** Time left, or null while it is unknown. */
  remaining: string | null;
}

/** Estimates the seconds left from the pace so far; null before the first response and while stopping. */
export function remainingSeconds({ state, progress }: RunSnapshot): number | null {
  if (state !== 'running') return null;
  if (progress.duration !== null) return Math.max(0, progress.duration - progress.elapsed);
  if (progress.total === null || progress.done === 0) return null;
  return (progress.elapsed / progress.done) * Math.max(0, progress.total - progress.done);
}

/** What the progress bar and the line under it say. */
export function progressView(snapshot: RunSnapshot): ProgressView {
  const { state, progress } = snapshot;
  if (state === 'preparing') return { share: null, title: 'Preparing the run', remaining: null };
  if (state === 'warming') {
    return {
      share: progress.warmupTotal > 0 ? progress.warmupDone / progress.warmupTotal : null,
      title: `Warm-up: ${formatCount(progress.warmupDone)} of ${countOf(progress.warmupTotal, 'request')}`,
      remaining: null,
    };
  }
  const seconds = remainingSeconds(snapshot);
  const remaining = seconds === null ? null : `about ${formatDuration(seconds)} left`;
  if (progress.total !== null && progress.total > 0) {
    const share = Math.min(1, progress.done / progress.total);
    return {
      share,
      title: `${formatCount(progress.done)} of ${countOf(progress.total, 'request')} (${formatPercent(share)})`,
      remaining,
    };
  }
  const share = progress.duration === null ? null : Math.min(1, progress.elapsed / progress.duration);
  return {
    share,
    title: `${countOf(progress.done, 'request')}${share === null ? '' : ` (${formatPercent(share)} of the time)`}`,
    remaining,
  };
}

/** What a screen reader announces from time to time. */
export function spokenProgress(snapshot: RunSnapshot): string {
  const { title, remaining } = progressView(snapshot);
  const failed = snapshot.progress.failed;
  const failures = failed > 0 ? `, ${formatCount(failed)} failed` : '';
  return `${title}${failures}${remaining === null ? '' : `, ${remaining}`}`;
}

/** Whole seconds without news after which the panel says so. */
const noticed = 2;

/**
 * Why numbers stand still; null if they do not.
 * @param age whole seconds since the newest state
 * @param pause whole seconds from one state to the next where drawing is expensive, else 0
 */
export function stillText(age: number, pause: number): string | null {
  if (age >= noticed + pause) return `No news for ${age} s: this computer, or the editor, is busy.`;
  if (pause === 0) return null;
  return `Updated every ${pause} s, so that drawing does not disturb the measurement.`;
}
