import { formatCount } from '../format/quantities.ts';
import type { Estimate } from './difference.ts';
import type { MarginFinding, MetricComparison } from './result.ts';

/** Beyond this many times the requests, their number helps nobody. */
const mostRepeats = 100;

/** "5 %" of the baseline, or "5 points" of a share. */
function marginText(margin: number, unit: string): string {
  return `${Number((margin * 100).toPrecision(6))} ${unit === '' ? 'points' : '%'}`;
}

/**
 * What a margin comes to, as a sentence.
 * @param loss how much worse the candidate is; null if it has no size
 */
export function marginSentence(
  { unit, better }: Pick<MetricComparison, 'unit' | 'better'>,
  margin: number,
  outcome: MarginFinding['outcome'],
  loss: Estimate | null,
): string {
  const allowed = marginText(margin, unit);
  if (loss === null) return withoutSize(allowed, outcome);
  const end = (size: number) => {
    const text = `${Math.abs(size * 100).toFixed(1)} ${unit === '' ? 'points' : '%'}`;
    return `${text} ${size > 0 === (better === 'lower') ? 'higher' : 'lower'}`;
  };
  switch (outcome) {
    case 'not worse':
      return `Not worse by more than ${allowed}: the interval ends at ${end(loss.high)}.`;
    case 'worse':
      return `Worse by more than ${allowed}: the interval begins at ${end(loss.low)}.`;
    case 'undecided':
      return `Undecided whether worse by more than ${allowed}: the interval reaches from ${end(loss.low)} to ${end(loss.high)}. ${whatDecides(loss, margin)}`;
  }
}

function withoutSize(allowed: string, outcome: MarginFinding['outcome']): string {
  switch (outcome) {
    case 'not worse':
      return `Not worse by more than ${allowed}: so many requests of the baseline failed that its value has no upper limit.`;
    case 'worse':
      return `Worse by more than ${allowed}: so many requests of the candidate failed that its value has no upper limit.`;
    case 'undecided':
      return `Undecided whether worse by more than ${allowed}: the baseline may be 0, so the difference has no relative size. Make longer runs.`;
  }
}

/** How many requests would move an end of the interval to the margin, as intervals shrink with their root. */
function whatDecides({ value, low, high }: Estimate, margin: number): string {
  const reach = value < margin ? high - value : value - low;
  const times = Math.ceil((reach / (margin - value)) ** 2);
  return times <= mostRepeats
    ? `If the difference stays as measured, about ${formatCount(times)} times as many requests would decide.`
    : `The difference is so close to the margin that more than ${mostRepeats} times as many requests are needed.`;
}
