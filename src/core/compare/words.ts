import { quantityScale } from '../format/quantities.ts';
import type { MetricDefinition } from '../metrics/definitions.ts';
import type { Reason } from './comparability.ts';
import { type ComparedKey, comparedDefinition } from './comparedMetrics.ts';
import type { Estimate } from './difference.ts';
import type { MetricComparison, PairComparison, StatisticComparison } from './result.ts';

/** Writes sizes of one difference alike: as percent, points or in the metric's unit. */
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

function name(label: string, { statistic }: StatisticComparison): string {
  return statistic === 'total' || statistic === 'mean' ? label : `${label} ${statistic}`;
}

/** The finding of one statistic in words: "TTFT median is 5.1 % lower (3.2 to 7.0 %): better." */
export function findingSentence(definition: MetricDefinition, found: StatisticComparison): string {
  const subject = name(definition.label, found);
  const { difference, refused, verdict } = found;
  if (difference === null) return `${subject}: not enough data. ${refused ?? ''}`.trim();
  const relative = difference.relative !== null;
  const estimate = difference.relative ?? difference.absolute;
  const share = definition.unit === '';
  const write = amountsOf(estimate, definition.unit, relative ? 'relative' : share ? 'points' : 'unit');
  const { value, low, high } = estimate;
  if (verdict === 'no detectable difference') {
    if (write.one(Math.max(Math.abs(low), Math.abs(high))) === write.one(0)) {
      return `${subject} is the same in both.`;
    }
    const side = (end: number) => `${write.one(Math.abs(end))} ${end < 0 ? 'lower' : 'higher'}`;
    const size = relative ? difference.detectable?.relative : difference.detectable?.absolute;
    const power = size == null ? '' : `; one of ${write.one(size)} would probably have been detected`;
    return `${subject}: no detectable difference (${side(low)} to ${side(high)})${power}.`;
  }
  const [near, far] = value < 0 ? [-high, -low] : [low, high];
  const direction = value < 0 ? 'lower' : 'higher';
  return `${subject} is ${write.one(Math.abs(value))} ${direction} (${write.range(near, far)}): ${verdict}.`;
}

/** What a comparison found, what forbids it first; `asked` is what was to decide. */
export function conclusionSentence(
  decidingMetric: MetricComparison | undefined,
  asked: ComparedKey | null,
): string {
  if (!decidingMetric) {
    return asked === null
      ? 'The runs have no metric in common.'
      : `Cannot be judged: ${comparedDefinition(asked).label}, which was to decide, is not known of both.`;
  }
  const { sentence, notComparable } = decidingMetric;
  return notComparable.length === 0
    ? sentence
    : `Not comparable because ${notComparable.join('; ')}. As measured: ${sentence}`;
}

/** The finding of a metric that does not decide, where the reasons against it are told elsewhere. */
export function measuredSentence({ sentence, verdict, notComparable }: MetricComparison): string {
  return notComparable.length === 0 || verdict === 'not enough data'
    ? sentence
    : `Not comparable, as measured: ${sentence}`;
}

const byChance =
  'of twenty such verdicts on equal endpoints one says a difference by chance, so confirm them in a new run';

/** How the verdicts of one comparison are to be read together. */
export function familySentence(metrics: readonly MetricComparison[]): string {
  const decidingMetric = metrics.find(metric => metric.role === 'deciding');
  const others = metrics.filter(metric => metric.role === 'exploratory').length;
  if (!decidingMetric) {
    return others === 0
      ? ''
      : `No metric decides. All are exploratory, each at 95 % confidence: ${byChance}.`;
  }
  if (others === 0) return `${decidingMetric.label} is the only metric compared, at 95 % confidence.`;
  const rest =
    others === 1 ? 'The other metric is exploratory,' : `The other ${others} metrics are exploratory, each`;
  return `${decidingMetric.label} was chosen before looking and is judged at 95 % confidence. ${rest} at 95 % as well: ${byChance}.`;
}

/** Says what a reason does to which metrics; `because` completes the sentence. */
export function reasonOpening({ metrics }: PairComparison, { severity, concerns }: Reason): string {
  if (severity === 'caution') return 'Caution:';
  if (concerns === null) return 'Not comparable because';
  const spoilt = metrics.filter(({ key }) => concerns.includes(key)).map(({ label }) => label);
  return `${spoilt.join(', ') || 'Some metrics'}: not comparable because`;
}
