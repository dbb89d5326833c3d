import { affectedBy, affectsShown, clientDelaySentences } from '../../core/format/clientDelayWords.ts';
import { formatSeconds } from '../../core/format/quantities.ts';
import type { Diagnostic, MetricSet } from '../../protocol/run.ts';
import type { SelfReport } from './environment.ts';

/** This machine probably changed reported numbers by more than is tolerated. */
export function clientLimited({
  self,
  metrics,
}: {
  self: SelfReport;
  metrics: MetricSet;
}): Diagnostic | null {
  const affected = affectedBy(metrics);
  if (affected === null) return null;
  const { stallTotal, stallLongest } = self;
  return {
    id: 'client-limited',
    severity: affectsShown(affected) ? 'warning' : 'info',
    message: `Client-limited: this machine read answers late; it was held up for ${formatSeconds(stallTotal)} in total, ${formatSeconds(stallLongest)} at the longest. ${clientDelaySentences(metrics)}`,
    advice:
      'Use fewer clients, close other programs, keep the machine from sleeping, or use one with more cores.',
    affected,
  };
}
