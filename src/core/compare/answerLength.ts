import { valuesNeeded } from '../metrics/distribution.ts';
import { type ComparedKey, isPerRequest } from './comparedMetrics.ts';
import { differenceOf, independentDraws } from './difference.ts';
import { meanEstimator } from './estimators.ts';
import { caution, type Finding, forbids, type Pair, tolerated } from './finding.ts';
import { smallestRelevant } from './relevance.ts';
import type { Sample, TimedColumn } from './sample.ts';

/** Metrics that grow with the answer. */
export const throughLength = [
  'ttlt',
  'e2e',
  'request_throughput',
  'goodput',
  'goodput_rate',
  'cost_per_request',
] as const satisfies readonly ComparedKey[];

/** Needed for the spread of a mean. */
const fewest = 3;

/** How often equal lengths may be said to differ. */
const falseAlarms = 0.02;

/**
 * Whether the answers differ in length by more than chance, by the p-value of the difference of their means,
 * and by enough to matter for a time that grows with the answer.
 */
export function answerLength({ baseline, candidate }: Pair): Finding | null {
  const lengths = [baseline, candidate].map(({ columns }) => columns.outputTokens.filter(Number.isFinite));
  const [a = new Float64Array(), b = new Float64Array()] = lengths;
  if (Math.min(a.length, b.length) < fewest) return null;
  const [first, second] = [meanEstimator(a), meanEstimator(b)];
  const values = [first.value, second.value] as const;
  const { absolute, chance } = differenceOf(values, independentDraws(first, second, 0), '');
  const share = Math.abs(absolute.value) / Math.min(first.value, second.value);
  if (chance > falseAlarms || !(share > smallestRelevant)) return null;
  const decimals = Math.abs(absolute.value) < 2 ? 1 : 0;
  const because = `the responses differ in length: ${first.value.toFixed(decimals)} and ${second.value.toFixed(decimals)} tokens on average`;
  const advice =
    'Compare TTLT at the same length (in the table), TPOT or output tokens per second, or make every response reach "maxTokens".';
  return (share > tolerated ? forbids : caution)(because, advice, throughLength);
}

/** A metric of requests with answers of different lengths, made comparable. */
export interface AdjustedColumns {
  /** Completes the name of a statistic: "for answers of 118 tokens". */
  readonly words: string;
  /** Whether the values are times per output token. */
  readonly perToken: boolean;
  readonly baseline: TimedColumn;
  readonly candidate: TimedColumn;
}

/**
 * The times to the last token as if every answer had the same length, the mean of both sides: the time to the
 * first token, then the request's own time per output token for each further one. Without these, as where
 * nothing streamed, the time per output token of the whole answer. Null for other metrics.
 */
export function adjustedForLength(
  key: ComparedKey,
  baseline: Sample,
  candidate: Sample,
): AdjustedColumns | null {
  if (!isPerRequest(key) || (key !== 'ttlt' && key !== 'e2e')) return null;
  const [a, b] = [baseline.conditions.outputTokens, candidate.conditions.outputTokens];
  if (a === null || b === null) return null;
  const tokens = Math.round((a + b) / 2);
  const sides = [baseline, candidate].map(({ columns }) =>
    columns.ttlt.map((ttlt, i) => {
      const tpot = columns.tpot[i] ?? Number.NaN;
      const queued = key === 'e2e' ? (columns.e2e[i] ?? Number.NaN) - ttlt : 0;
      return queued + ttlt + tpot * (tokens - (columns.outputTokens[i] ?? Number.NaN));
    }),
  );
  const enough = sides.every(side => side.filter(Number.isFinite).length >= valuesNeeded('p50'));
  const perToken = [baseline, candidate].map(({ columns }) =>
    columns[key].map((time, i) => time / (columns.outputTokens[i] || Number.NaN)),
  );
  const [first = new Float64Array(), second = new Float64Array()] = enough ? sides : perToken;
  const timed = ({ columns: { sentAt, client } }: Sample, values: Float64Array) => ({
    values,
    sentAt,
    client,
  });
  return {
    words: enough ? `for answers of ${tokens} tokens` : 'per output token',
    perToken: !enough,
    baseline: timed(baseline, first),
    candidate: timed(candidate, second),
  };
}
