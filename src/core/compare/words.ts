import { quantityScale } from '../format/quantities.ts';
import type { MetricDefinition } from '../metrics/definitions.ts';
import type { Reason } from './comparability.ts';
import { type ComparedKey, comparedDefinition } from './comparedMetrics.ts';
import type { Difference, Estimate } from './difference.ts';
import { failuresCounted } from './failuresAsInfinite.ts';
import type { MetricComparison, PairComparison, StatisticComparison } from './result.ts';

/** Writes all sizes of one difference in the same way: in percent, points or the metric's unit. */
interface Amounts {
  one(size: number): string;
  range(from: number, to: number): string;
}

function amounts(unit: string, factor: number, largest: number): Amounts {
  const decimals = largest >= 100 ? 0 : largest >= 1 ? 1 : 2;
  const number = (size: number) => (size * factor).toFixed(decimals);
  return {
    one: size => `${number(size)} ${unit}`,
    range: (from, to) => `${number(from)} to ${number(to)} ${unit}`,
  };
}

function amountsOf(estimate: Estimate, unit: string, kind: 'relative' | 'points' | 'unit'): Amounts {
  const largest = Math.max(Math.abs(estimate.low), Math.abs(estimate.high));
  if (kind !== 'unit') return amounts(kind === 'relative' ? '%' : 'points', 100, largest * 100);
  const scale = quantityScale(unit, largest);
  return { one: scale.text, range: (from, to) => `${scale.number(from)} to ${scale.text(to)}` };
}

/** "TTFT median", or the metric alone for a mean or a total. */
function subjectOf(label: string, { statistic, adjusted }: StatisticComparison): string {
  const name = statistic === 'total' || statistic === 'mean' ? label : `${label} ${statistic}`;
  return adjusted === undefined ? name : `${name} ${adjusted}`;
}

/** What a statistic is called in tables: "TTFT median", or the metric alone for a total. */
export function nameOf(
  label: string,
  { statistic, adjusted }: Pick<StatisticComparison, 'statistic' | 'adjusted'>,
): string {
  const name = statistic === 'total' ? label : `${label} ${statistic}`;
  return adjusted === undefined ? name : `${name} ${adjusted}`;
}

/** The finding of one statistic as a sentence: "TTFT median is 5.1 % lower (3.2 to 7.0 %): better." */
export function findingSentence(definition: MetricDefinition, found: StatisticComparison): string {
  const subject = subjectOf(definition.label, found);
  const { difference, refused, verdict, failuresCount } = found;
  if (difference === null) return `${subject}: ${verdict}. ${refused ?? ''}`.trim();
  const counted = failuresCount ? `, ${failuresCounted}` : '';
  const relative = difference.relative !== null;
  const estimate = difference.relative ?? difference.absolute;
  const share = definition.unit === '';
  const write = amountsOf(estimate, definition.unit, relative ? 'relative' : share ? 'points' : 'unit');
  const { value, low, high } = estimate;
  if (low <= 0 && high >= 0) {
    if (write.one(Math.max(Math.abs(low), Math.abs(high))) === write.one(0)) {
      return `${subject} is the same in both${counted}.`;
    }
    const side = (end: number) => `${write.one(Math.abs(end))} ${end < 0 ? 'lower' : 'higher'}`;
    const power = verdict === 'no detectable difference' ? powerOf(difference, write) : '';
    return `${subject}: ${verdict} (${side(low)} to ${side(high)})${counted}${power}.`;
  }
  const [near, far] = value < 0 ? [-high, -low] : [low, high];
  const direction = value < 0 ? 'lower' : 'higher';
  return `${subject} is ${write.one(Math.abs(value))} ${direction} (${write.range(near, far)})${counted}: ${verdict}.`;
}

function powerOf({ detectable, relative }: Difference, write: Amounts): string {
  const sized = (['higher', 'lower'] as const).flatMap(direction => {
    const size = detectable?.[direction];
    const amount = relative === null ? size?.absolute : size?.relative;
    return amount == null ? [] : [`${write.one(amount)} ${direction}`];
  });
  return sized.length === 0 ? '' : `; ${sized.join(' or ')} would probably have been detected`;
}

interface Concluded extends Pick<PairComparison, 'asked' | 'reasons' | 'moreFailures' | 'margin'> {
  /** The deciding metric. */
  readonly leading: MetricComparison | undefined;
}

/** The result of a comparison: more failures first, then what forbids it, and last what a margin comes to. */
export function conclusionSentence({ leading, asked, reasons, moreFailures, margin }: Concluded): string {
  const lead = leading?.key === 'error_rate' ? null : moreFailures;
  const sentences = [lead, decidingSentence(leading, asked, reasons), margin?.sentence];
  return sentences.filter(sentence => sentence != null).join(' ');
}

function decidingSentence(
  leading: MetricComparison | undefined,
  asked: ComparedKey | null,
  reasons: readonly Reason[],
): string {
  if (!leading) {
    if (asked === null) return 'The runs have no metric in common.';
    const { label } = comparedDefinition(asked);
    const without = reasons.find(({ id }) => id === 'no-success');
    return without
      ? `${label} cannot be judged: ${without.because}.`
      : `Cannot be judged: the deciding metric, ${label}, is not available for both.`;
  }
  const { sentence, notComparable } = leading;
  return notComparable.length === 0
    ? sentence
    : `Not comparable because ${notComparable.join('; ')}. As measured: ${sentence}`;
}

/**
 * The finding of the deciding metric, for use where the reasons against comparing it are reported separately.
 * More failures come first.
 */
export function decidingFinding({
  metrics,
  comparable,
  conclusion,
  moreFailures,
}: Pick<PairComparison, 'metrics' | 'comparable' | 'conclusion' | 'moreFailures'>): string {
  const leading = metrics.find(({ role }) => role === 'deciding');
  if (comparable || !leading) return conclusion;
  return [...(moreFailures === null ? [] : [moreFailures]), measuredSentence(leading)].join(' ');
}

/** The finding of a metric, for use where the reasons against comparing it are reported separately. */
export function measuredSentence({ sentence, verdict, notComparable }: MetricComparison): string {
  return notComparable.length === 0 || verdict === 'not enough data'
    ? sentence
    : `Not comparable. As measured: ${sentence}`;
}

const atConfidence =
  'Each is judged at 95 % confidence, and about 1 in 20 metrics will show a difference between identical endpoints by chance, so confirm exploratory findings in a new run.';

/** How to read the verdicts of one comparison together, as sentences. */
export function familySentence(metrics: readonly MetricComparison[]): string {
  const decidingMetric = metrics.find(metric => metric.role === 'deciding');
  const others = metrics.filter(metric => metric.role === 'exploratory').length;
  if (!decidingMetric) {
    return others === 0 ? '' : `There is no deciding metric; all metrics are exploratory. ${atConfidence}`;
  }
  if (others === 0) return `${decidingMetric.label} is the only metric compared, at 95 % confidence.`;
  const rest =
    others === 1 ? 'The other metric is exploratory.' : `The other ${others} metrics are exploratory.`;
  return `${decidingMetric.label} is the deciding metric, chosen before looking at the data. ${rest} ${atConfidence}`;
}

/** The opening of a sentence about a reason, which `because` completes; it names the metrics concerned. */
export function reasonOpening({ metrics }: PairComparison, { severity, concerns }: Reason): string {
  if (severity === 'caution') return 'Caution:';
  if (concerns === null) return 'Not comparable because';
  const labels = metrics.filter(({ key }) => concerns.includes(key)).map(({ label }) => label);
  return `${labels.join(', ') || 'Some metrics'}: not comparable because`;
}
