import type { MetricComparison, PairComparison } from '../../core/compare/result.ts';

/** A pair, and what tells it from the other pairs of the comparison. */
export interface LabelledPair {
  readonly label: string;
  readonly pair: PairComparison;
}

/**
 * What a gate without a margin may have missed, as sentences: it passes whatever is not shown to be worse.
 * Empty where there is nothing to say.
 */
export function missedText(pairs: readonly LabelledPair[]): string[] {
  if (pairs.some(({ pair }) => pair.margin !== null)) return [];
  const leading = largest(pairs, pair => pair.metrics.find(({ role }) => role === 'deciding'));
  const errors = largest(pairs, pair =>
    pair.metrics.find(({ key, role }) => key === 'error_rate' && role !== 'deciding'),
  );
  const missed = [leading, errors].flatMap(loss => loss ?? []);
  if (missed.length === 0) return [];
  const where = (label: string) => (pairs.length === 1 ? '' : ` (${label})`);
  const losses = missed.map(
    ({ metric, size, label }) =>
      `${subjectOf(metric)} up to ${(size * 100).toFixed(1)} ${metric.unit === '' ? 'points' : '%'} ${metric.better === 'lower' ? 'higher' : 'lower'}${where(label)}`,
  );
  return [
    `Without a margin, --fail-on worse passes whatever is not shown to be worse. These runs leave room for: ${losses.join('; ')} (ends of the 95 % intervals). To pass only what is shown not to be worse, add a margin, e.g. --margin 5%.`,
  ];
}

interface Loss {
  readonly metric: MetricComparison;
  /** A share of the baseline, or points of a share. */
  readonly size: number;
  readonly label: string;
}

/** The largest loss of a metric that its intervals leave room for. */
function largest(
  pairs: readonly LabelledPair[],
  metricOf: (pair: PairComparison) => MetricComparison | undefined,
): Loss | null {
  const losses = pairs.flatMap(({ label, pair }): Loss[] => {
    const metric = metricOf(pair);
    const { absolute, relative } = metric?.statistics[0]?.difference ?? {};
    const estimate = metric?.unit === '' ? absolute : relative;
    if (!metric || !estimate) return [];
    return [{ metric, label, size: metric.better === 'lower' ? estimate.high : -estimate.low }];
  });
  return losses.reduce<Loss | null>((most, loss) => (loss.size > (most?.size ?? 0) ? loss : most), null);
}

function subjectOf({ label, statistics }: MetricComparison): string {
  const statistic = statistics[0]?.statistic;
  return statistic === 'median' ? `${label} ${statistic}` : label;
}
