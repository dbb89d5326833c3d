import { countOf, formatCount, formatDuration, formatPercent } from '../../core/format/quantities.ts';
import type { RunSnapshot } from '../../protocol/run.ts';

/** How far a run is, in numbers for the bar and in words. */
export interface ProgressView {
  /** 0 to 1; null while nothing can be said, which shows as a bar without an end. */
  share: number | null;
  headline: string;
  /** Time left, or null while nothing can be said. */
  remaining: string | null;
}

/** Seconds left by the pace so far; null before the first answer and for a run that is stopping. */
export function remainingSeconds({ state, progress }: RunSnapshot): number | null {
  if (state !== 'running') return null;
  if (progress.duration !== null) return Math.max(0, progress.duration - progress.elapsed);
  if (progress.total === null || progress.done === 0) return null;
  return (progress.elapsed / progress.done) * Math.max(0, progress.total - progress.done);
}

/** What the progress bar and the line under it say. */
export function progressView(snapshot: RunSnapshot): ProgressView {
  const { state, progress } = snapshot;
  if (state === 'preparing') return { share: null, headline: 'Preparing the run', remaining: null };
  if (state === 'warming') {
    return {
      share: progress.warmupTotal > 0 ? progress.warmupDone / progress.warmupTotal : null,
      headline: `Warm-up: ${formatCount(progress.warmupDone)} of ${countOf(progress.warmupTotal, 'request')}`,
      remaining: null,
    };
  }
  const seconds = remainingSeconds(snapshot);
  const remaining = seconds === null ? null : `about ${formatDuration(seconds)} left`;
  if (progress.total !== null && progress.total > 0) {
    const share = Math.min(1, progress.done / progress.total);
    return {
      share,
      headline: `${formatCount(progress.done)} of ${countOf(progress.total, 'request')} (${formatPercent(share)})`,
      remaining,
    };
  }
  const share = progress.duration === null ? null : Math.min(1, progress.elapsed / progress.duration);
  return {
    share,
    headline: `${countOf(progress.done, 'request')}${share === null ? '' : ` (${formatPercent(share)} of the time)`}`,
    remaining,
  };
}

/** What a screen reader hears now and then. */
export function spokenProgress(snapshot: RunSnapshot): string {
  const { headline, remaining } = progressView(snapshot);
  const failed = snapshot.progress.failed;
  const failures = failed > 0 ? `, ${formatCount(failed)} failed` : '';
  return `${headline}${failures}${remaining === null ? '' : `, ${remaining}`}`;
}
