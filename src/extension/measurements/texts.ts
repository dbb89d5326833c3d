import { countOf, formatCount, formatDuration, formatSeconds } from '../../core/format/quantities.ts';
import { isDistribution, type RunListEntry, type RunSnapshot } from '../../protocol/run.ts';

/** "12 of 50", or the time left of a time-bound run, or what it is doing before the first request. */
export function progressText({ state, progress }: RunSnapshot): string {
  if (state === 'preparing') return 'preparing';
  if (state === 'warming') return `warm-up ${progress.warmupDone} of ${progress.warmupTotal}`;
  if (progress.total !== null) return `${formatCount(progress.done)} of ${formatCount(progress.total)}`;
  const done = countOf(progress.done, 'request');
  if (progress.duration === null) return done;
  const left = progress.duration - progress.elapsed;
  return left > 0 ? `${done}, ${formatDuration(left)} left` : `${done}, finishing`;
}

/** "TTFT p50 182 ms", or of the whole answer where nothing is streamed; null before there is one. */
export function latencyText({ metrics }: Pick<RunSnapshot, 'metrics'>): string | null {
  for (const key of ['ttft', 'ttlt']) {
    const metric = metrics[key];
    if (metric && isDistribution(metric) && metric.p50 !== null) {
      return `${key.toUpperCase()} p50 ${formatSeconds(metric.p50)}`;
    }
  }
  return null;
}

/** What stands beside a saved run's name: its headline latency, and failures if there are any. */
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
