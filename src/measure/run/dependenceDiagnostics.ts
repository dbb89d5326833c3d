import { formatCount } from '../../core/format/quantities.ts';
import { metricDefinitions } from '../../core/metrics/definitions.ts';
import type { Dependence } from '../../core/stats/requestIntervals.ts';
import { type Diagnostic, isDistribution, type MetricSet } from '../../protocol/run.ts';

/** The metrics that are told apart; others follow from them. */
const keys = ['ttft', 'ttlt', 'tpot'] as const;

const resembled = {
  clients: 'Requests of the same client resemble each other',
  time: 'Requests resemble those sent shortly before',
} as const satisfies Record<Dependence['by'], string>;

const advice = {
  clients: 'Use at least eight clients: connections may lead to different servers.',
  time: 'Measure longer, and more than once: a load that changes during a run may also change between runs.',
} as const satisfies Record<Dependence['by'], string>;

/** Says that requests depend on each other, which intervals allow for. */
export function dependentRequests({ metrics }: { metrics: MetricSet }): Diagnostic | null {
  const found = keys.flatMap(key => {
    const metric = metrics[key];
    const dependence = metric && isDistribution(metric) ? metric.dependence : null;
    return metric && dependence ? [{ label: metricDefinitions[key].label, n: metric.n, ...dependence }] : [];
  });
  const [first] = found;
  if (!first) return null;
  const withheld = found.filter(one => one.withheld);
  const worth = found.map(
    ({ label, n, effectiveSize }) =>
      `${formatCount(n)} values of ${label} say as much as about ${formatCount(Math.max(1, Math.round(effectiveSize)))} independent ones`,
  );
  const intervals =
    withheld.length > 0
      ? `${withheld.map(({ label }) => label).join(', ')}: too little for confidence intervals`
      : 'Confidence intervals are wider for it';
  return {
    id: 'dependent-requests',
    severity: 'info',
    message: `${resembled[first.by]}: ${worth.join(', ')}. ${intervals}.`,
    advice: advice[first.by],
  };
}
