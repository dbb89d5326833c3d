import { formatPercent } from '../../core/format/quantities.ts';
import type { SloKey } from '../../core/metrics/slo.ts';
import type { Diagnostic } from '../../protocol/run.ts';
import type { StopReason } from './stopRule.ts';

/** The data for the diagnostics about failures and limits. */
export interface FailureEvidence {
  requests: number;
  failed: number;
  /** Largest share of requests that may fail; null = any. */
  maxErrorRate: number | null;
  /** Why failures ended the run early; null if they did not. */
  stopReason: StopReason | null;
  /** Answers without a value for a limit of the plan. */
  unjudged: Readonly<Record<SloKey, number>>;
}

/** Labels of the limits. */
const limits: Readonly<Record<SloKey, string>> = { ttft: 'TTFT', ttlt: 'TTLT', tpot: 'TPOT' };

const lookAtErrors = 'Look at the errors first.';

/** Failures ended the run early. */
export function stoppedByFailures({ stopReason }: FailureEvidence): Diagnostic | null {
  return stopReason === null
    ? null
    : {
        id: 'stopped-by-failures',
        severity: 'warning',
        message: stopReason.message,
        advice: `${stopReason.advice} "stopOn" in the plan says when failures end a run.`,
      };
}

/** More requests failed than the plan allows. */
export function errorRateExceeded({ requests, failed, maxErrorRate }: FailureEvidence): Diagnostic | null {
  return maxErrorRate === null || requests === 0 || failed / requests <= maxErrorRate
    ? null
    : {
        id: 'error-rate',
        severity: 'warning',
        message: `${failed} of ${requests} requests failed (${formatPercent(failed / requests)}), more than the ${formatPercent(maxErrorRate)} that "maxErrorRate" allows.`,
        advice: lookAtErrors,
      };
}

/** Answers that a limit could not be applied to. */
export function unjudgedLimits({ unjudged, requests, failed }: FailureEvidence): Diagnostic | null {
  const found = (Object.keys(limits) as SloKey[]).filter(key => unjudged[key] > 0);
  if (found.length === 0) return null;
  const sentences = found.map(
    key =>
      `${unjudged[key]} of ${requests - failed} answers had no ${limits[key]} to judge${key === 'tpot' ? ', so goodput judges them by the other limits' : ', so they count as not good'}.`,
  );
  return {
    id: 'unjudged-limits',
    severity: 'info',
    message: sentences.join(' '),
    advice: found.includes('tpot')
      ? 'TPOT needs streamed answers of at least two tokens, with a known token count and no hidden reasoning.'
      : 'Stream the answers, or use another limit.',
  };
}
