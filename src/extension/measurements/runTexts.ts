import { countOf, formatCount, formatDuration, formatSeconds } from '../../core/format/quantities.ts';
import { isDistribution, type RunListEntry, type RunSnapshot } from '../../protocol/run.ts';

/** "12 of 50", or the time left of a run with a duration, or what it does before the first request. */
export function snapshotProgress({ state, progress }: RunSnapshot): string {
  if (state === 'preparing') return 'preparing';
  if (state === 'warming') return `warm-up ${progress.warmupDone} of ${progress.warmupTotal}`;
  if (progress.total !== null) return `${formatCount(progress.done)} of ${formatCount(progress.total)}`;
  const done = countOf(progress.done, 'request');
  if (progress.duration === null) return done;
  const left = progress.duration - progress.elapsed;
  return left > 0 ? `${done}, ${formatDuration(left)} left` : `${done}, finishing`;
}

/** "TTFT p50 182 ms", or the time of the whole answer if nothing is streamed; null before the first. */
export function latencyText({ metrics }: Pick<RunSnapshot, 'metrics'>): string | null {
  for (const key of ['ttft', 'ttlt']) {
    const metric = metrics[key];
    if (metric && isDistribution(metric) && metric.p50 !== null) {
      return `${key.toUpperCase()} p50 ${formatSeconds(metric.p50)}`;
    }
  }
  return null;
}

/** The text beside a saved run's name: its main latency, its requests, and its failures if there are any. */
export function runSummary({ ttftP50, ttltP50, totalRequests, failedRequests }: RunListEntry): string {
  const latency = ttftP50 ?? ttltP50;
  return [
    latency === null ? null : `${ttftP50 === null ? 'TTLT' : 'TTFT'} ${formatSeconds(latency)}`,
    totalRequests === null ? null : countOf(totalRequests, 'request'),
    failedRequests ? `${formatCount(failedRequests)} failed` : null,
  ]
    .filter(part => part !== null)
    .join(' · ');
}
