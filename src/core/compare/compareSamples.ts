import { unitOf } from '../stats/dependence.ts';
import { inOrder } from '../stats/timedValues.ts';
import { adjustedForLength } from './answerLength.ts';
import { type Reason, type ReasonId, reasonsAgainst } from './comparability.ts';
import {
  type ComparedKey,
  comparedDefinition,
  comparedLatencies,
  comparedRates,
  comparedShares,
  isRate,
  isShare,
  type LatencyKey,
  type RateKey,
  requestColumn,
  type ShareKey,
} from './comparedMetrics.ts';
import { compareLatency } from './compareLatency.ts';
import { compareRepeats } from './compareRepeats.ts';
import { compareRate, compareShare } from './compareTotals.ts';
import { notJudged } from './dependenceWords.ts';
import { defaultResamples } from './difference.ts';
import { columnWithFailures, failuresDiffer } from './failuresAsInfinite.ts';
import { judgementOf } from './judgement.ts';
import { judgedByMargin } from './margin.ts';
import { repeatsOf } from './repeats.ts';
import type { MetricComparison, PairComparison, StatisticComparison } from './result.ts';
import { commonBasis } from './runRate.ts';
import { type RunTiming, runTiming } from './runTiming.ts';
import type { Sample, TimedColumn } from './sample.ts';
import { judgedTogether } from './together.ts';
import type { Better } from './verdict.ts';
import { verdictBySize } from './verdict.ts';
import { conclusionSentence, familySentence, findingSentence } from './words.ts';

export interface CompareOptions {
  /** Chosen before looking at the data; default: see `defaultDecidingMetric`. */
  readonly decidingMetric?: ComparedKey | undefined;
  /** The largest acceptable loss in the deciding metric: a share of the baseline, or points of a share. */
  readonly margin?: number | undefined;
  /** What differs on purpose, and so is no reason against comparing. */
  readonly underStudy?: readonly ReasonId[];
  /** Whether to compare rates, default true. They mean nothing for only some of a run's requests. */
  readonly rates?: boolean;
  readonly seed?: number;
  readonly resamples?: number;
}

/**
 * Compares the first sample, the baseline, with each of the others, metric by metric. Metrics that one side
 * lacks are left out. The same samples and seed give the same result; swapping two samples gives the opposite
 * one.
 */
export function compareSamples(samples: readonly Sample[], options: CompareOptions = {}): PairComparison[] {
  const [baseline, ...candidates] = samples;
  if (baseline === undefined) return [];
  return judgedTogether(
    candidates.map(candidate => comparePair(baseline, candidate, options)),
    'candidates',
  );
}

/** Compares one candidate with the baseline, without judging it together with others. */
export function comparePair(baseline: Sample, candidate: Sample, options: CompareOptions): PairComparison {
  const timing = runTiming(baseline, candidate);
  const rates = options.rates !== false && timing !== 'interleaved';
  const keys = keysInCommon(baseline, candidate, rates);
  const asked = options.decidingMetric ?? defaultMetricOf(baseline, candidate, keys);
  const decidingMetric = keys.find(key => key === asked) ?? null;
  const reasons = reasonsAgainst({ baseline, candidate, timing, decidingMetric }, options.underStudy);
  const runs = repeatsOf(baseline, candidate)?.flat() ?? [baseline, candidate];
  const basis = rates ? commonBasis(runs) : 'whole';
  const compared = keys.map((key): MetricComparison => {
    const definition = { ...comparedDefinition(key, basis), ...inCurrency(key, baseline) };
    const [leading, ...others] = judgedBySize(key, compareMetric(key, baseline, candidate, timing, options));
    const adjusted = compareAtLength(key, [baseline, candidate], timing, reasons, options);
    return {
      ...definition,
      key,
      role: key === decidingMetric ? 'deciding' : 'exploratory',
      statistics: [leading, ...others, ...adjusted],
      verdict: leading.verdict,
      sentence: [leading, ...adjusted].map(found => findingSentence(definition, found)).join(' '),
      notComparable: reasons.filter(reason => forbidsMetric(reason, key)).map(reason => reason.because),
    };
  });
  const moreFailures = moreFailuresIn(compared);
  const metrics = moreFailures === null ? compared : compared.map(metric => nothingBetter(metric, candidate));
  const leading = metrics.find(metric => metric.role === 'deciding');
  const comparable = leading !== undefined && leading.notComparable.length === 0;
  const margin = comparable && options.margin !== undefined ? judgedByMargin(leading, options.margin) : null;
  const facts = { comparable, decidingMetric, metrics, together: null, moreFailures, margin };
  return {
    baseline: baseline.name,
    candidate: candidate.name,
    arrangement: timing,
    reasons,
    ...facts,
    judgement: judgementOf(facts),
    asked,
    conclusion: conclusionSentence({ leading, asked, reasons, moreFailures, margin }),
    family: familySentence(metrics),
    ...contributedPairs(baseline, candidate),
  };
}

type Statistics = [StatisticComparison, ...StatisticComparison[]];

function judgedBySize(key: ComparedKey, [leading, ...others]: Statistics): Statistics {
  const judged = (found: StatisticComparison) => ({ ...found, verdict: verdictBySize(key, found) });
  return [judged(leading), ...others.map(judged)];
}

function contributedPairs(
  { contributed: ones = [] }: Sample,
  { contributed: others = [] }: Sample,
): Pick<PairComparison, 'contributed'> {
  const names = [...new Set([...ones, ...others].map(({ name }) => name))];
  const text = (stats: typeof ones, wanted: string) =>
    stats.find(({ name }) => name === wanted)?.text ?? null;
  const contributed = names.map(name => ({
    name,
    baseline: text(ones, name),
    candidate: text(others, name),
  }));
  return contributed.length === 0 ? {} : { contributed };
}

/** The finding that significantly more requests of the candidate failed; null if they did not. */
function moreFailuresIn(metrics: readonly MetricComparison[]): string | null {
  const errors = metrics.find(({ key }) => key === 'error_rate');
  return errors?.verdict === 'worse' && errors.notComparable.length === 0 ? errors.sentence : null;
}

/** A candidate that fails more requests is not better in those that remain. */
function nothingBetter(metric: MetricComparison, { name }: Sample): MetricComparison {
  if (metric.key === 'goodput_rate') return metric;
  const because = `significantly more requests of ${name} failed`;
  const statistics = metric.statistics.map(found =>
    found.notComparable && found.verdict === 'better'
      ? { ...found, notComparable: [...found.notComparable, because] }
      : found,
  );
  return metric.verdict === 'better'
    ? { ...metric, statistics, notComparable: [...metric.notComparable, because] }
    : { ...metric, statistics };
}

/**
 * The default deciding metric. A side without a successful request has none, so the other one chooses it.
 * Between streams it is one of those that either side has: which metric decides must not follow from what
 * the answers of one side happen to lack.
 */
function defaultMetricOf(
  baseline: Sample,
  candidate: Sample,
  common: readonly ComparedKey[],
): ComparedKey | null {
  const [first, ...others] = [baseline, candidate].filter(({ conditions }) => conditions.failedShare < 1);
  if (first && others.length > 0) {
    const streams = baseline.conditions.stream === true && candidate.conditions.stream === true;
    const either = [baseline, candidate].flatMap(side => keysInCommon(side, side, false));
    return defaultDecidingMetric(streams ? either : common);
  }
  if (first) return defaultDecidingMetric(keysInCommon(first, first, false));
  return baseline.conditions.stream === false ? 'ttlt' : 'ttft';
}

function inCurrency(key: ComparedKey, { conditions: { currency } }: Sample): { unit?: string } {
  return key === 'cost_per_request' && currency ? { unit: currency } : {};
}

function forbidsMetric({ severity, concerns }: Reason, key: ComparedKey): boolean {
  return severity === 'forbids' && (concerns === null || concerns.includes(key));
}

/**
 * In an open loop end-to-end latency, which includes the queue. Otherwise TTFT, or TTLT if nothing streamed.
 * Null if `keys` has none of these.
 */
export function defaultDecidingMetric(keys: readonly ComparedKey[]): ComparedKey | null {
  const order = ['e2e', 'ttft', 'ttlt', 'request_throughput'] as const;
  return order.find(key => keys.includes(key)) ?? null;
}

function compareMetric(
  key: ComparedKey,
  baseline: Sample,
  candidate: Sample,
  timing: RunTiming,
  { seed = 0, resamples = defaultResamples }: CompareOptions,
): Statistics {
  const { better } = comparedDefinition(key);
  const repeats = repeatsOf(baseline, candidate);
  if (repeats !== null) {
    const failuresCount = failuresDiffer(baseline, candidate);
    return compareRepeats(key, repeats, better, { seed, resamples }, failuresCount);
  }
  if (isRate(key)) return [judgedRate(key, [baseline, candidate], better, { seed, resamples })];
  if (isShare(key)) return [compareShare(key, [baseline, candidate], better)];
  const random = { seed, resamples };
  if (key === 'cost_per_request') {
    const options = { timing, better, wanted: ['mean'], ...random } as const;
    return compareLatency(requestColumn(baseline, key), requestColumn(candidate, key), options);
  }
  const failuresCount = failuresDiffer(baseline, candidate);
  const wanted = ['median', 'mean', 'p90', 'p99'] as const;
  const options = { ...{ timing, better, wanted, failuresCount }, ...random };
  const columnOf = (sample: Sample) =>
    failuresCount ? columnWithFailures(sample, requestColumn(sample, key)) : requestColumn(sample, key);
  return compareLatency(columnOf(baseline), columnOf(candidate), options);
}

/** Compares a rate, unless the times it comes from depend on each other too much to tell. */
function judgedRate(
  key: RateKey,
  pair: readonly [baseline: Sample, candidate: Sample],
  better: Better,
  random: { readonly seed: number; readonly resamples: number },
): StatisticComparison {
  const found = compareRate(key, pair, better, random);
  if (found.difference === null) return found;
  const sides = pair.map(sample => inOrder(requestColumn(sample, 'ttlt')));
  const unit = unitOf(sides);
  if (unit.by !== 'none') return found;
  return {
    ...found,
    ...notJudged(
      unit,
      sides.map(side => side.length),
      'separate',
    ),
  };
}

/** The median of a metric that grows with the answer, as if all answers had the same length. */
function compareAtLength(
  key: ComparedKey,
  [baseline, candidate]: readonly [Sample, Sample],
  timing: RunTiming,
  reasons: readonly Reason[],
  { seed = 0, resamples = defaultResamples }: CompareOptions,
): StatisticComparison[] {
  if (!reasons.some(({ id }) => id === 'answer-length')) return [];
  const adjusted = adjustedForLength(key, baseline, candidate);
  if (adjusted === null) return [];
  const { better } = comparedDefinition(key);
  const failuresCount = failuresDiffer(baseline, candidate);
  const counted = (sample: Sample, column: TimedColumn) =>
    failuresCount ? columnWithFailures(sample, column) : column;
  const sides = [counted(baseline, adjusted.baseline), counted(candidate, adjusted.candidate)] as const;
  const [found] = compareLatency(...sides, {
    timing,
    better,
    wanted: ['median'],
    failuresCount,
    seed,
    resamples,
  });
  const others = reasons.filter(
    reason => forbidsMetric(reason, key) && reason.id !== 'answer-length' && reason.id !== 'max-tokens',
  );
  return [
    {
      ...found,
      verdict: verdictBySize(adjusted.perToken ? 'tpot' : key, found),
      adjusted: adjusted.words,
      notComparable: others.map(({ because }) => because),
    },
  ];
}

/**
 * The metrics that both have, in the order of their definitions. Metrics that repeat another one are left
 * out: `ttft_any` if it equals TTFT, `e2e` if nothing queued. So are the rates of interleaved runs, because
 * their sides share the clients.
 */
function keysInCommon(baseline: Sample, candidate: Sample, withRates: boolean): ComparedKey[] {
  const both = (test: (sample: Sample) => boolean) => test(baseline) && test(candidate);
  const latencies = comparedLatencies.filter(key =>
    both(({ columns }) => columns[key].some(Number.isFinite)),
  );
  const repeated = (key: LatencyKey, of: LatencyKey) =>
    both(({ columns }) => columns[key].every((value, i) => Object.is(value, columns[of][i])));
  const keys: ComparedKey[] = latencies.filter(
    key => !(key === 'ttft_any' && repeated(key, 'ttft')) && !(key === 'e2e' && repeated(key, 'ttlt')),
  );
  if (withRates) {
    const rates = Object.keys(comparedRates) as RateKey[];
    keys.push(...rates.filter(key => both(sample => comparedRates[key](sample) !== null)));
  }
  const shares = Object.keys(comparedShares) as ShareKey[];
  keys.push(...shares.filter(key => both(sample => comparedShares[key](sample) !== null)));
  const oneCurrency = baseline.conditions.currency === candidate.conditions.currency;
  if (oneCurrency && both(({ columns }) => columns.cost.some(Number.isFinite))) keys.push('cost_per_request');
  return keys;
}
