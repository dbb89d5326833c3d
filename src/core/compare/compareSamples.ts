import { type Arrangement, arrangementOf } from './arrangement.ts';
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
import { compareRate, compareShare } from './compareTotals.ts';
import { defaultResamples } from './difference.ts';
import type { MetricComparison, PairComparison, StatisticComparison } from './result.ts';
import type { Sample } from './sample.ts';
import { judgedTogether } from './together.ts';
import { conclusionSentence, familySentence, findingSentence } from './words.ts';

export interface CompareOptions {
  /** The metric that decides, chosen before looking; default: see `defaultDecidingMetric`. */
  readonly decidingMetric?: ComparedKey;
  /** What differs on purpose and is no reason against comparing. */
  readonly underStudy?: readonly ReasonId[];
  /** Whether amounts per second mean anything, default yes: not of some of a run's requests. */
  readonly rates?: boolean;
  readonly seed?: number;
  readonly resamples?: number;
}

/**
 * Compares each further sample with the first, the baseline, metric by metric. Metrics that either side
 * lacks are left out. The same samples and seed give the same result, and exchanging two samples gives
 * the opposite one.
 */
export function compareSamples(samples: readonly Sample[], options: CompareOptions = {}): PairComparison[] {
  const [baseline, ...candidates] = samples;
  if (baseline === undefined) return [];
  return judgedTogether(
    candidates.map(candidate => comparePair(baseline, candidate, options)),
    'candidates',
  );
}

export function comparePair(baseline: Sample, candidate: Sample, options: CompareOptions): PairComparison {
  const arrangement = arrangementOf(baseline, candidate);
  const rates = options.rates !== false && arrangement !== 'interleaved';
  const keys = keysInCommon(baseline, candidate, rates);
  const asked = options.decidingMetric ?? defaultDecidingMetric(keys);
  const decidingMetric = keys.find(key => key === asked) ?? null;
  const reasons = reasonsAgainst({ baseline, candidate, arrangement, decidingMetric }, options.underStudy);
  const metrics = keys.map((key): MetricComparison => {
    const definition = { ...comparedDefinition(key), ...inCurrency(key, baseline) };
    const [leading, ...others] = compareMetric(key, baseline, candidate, arrangement, options);
    return {
      ...definition,
      key,
      role: key === decidingMetric ? 'deciding' : 'exploratory',
      statistics: [leading, ...others],
      verdict: leading.verdict,
      sentence: findingSentence(definition, leading),
      notComparable: reasons.filter(reason => forbidsMetric(reason, key)).map(reason => reason.because),
    };
  });
  const leading = metrics.find(metric => metric.role === 'deciding');
  return {
    baseline: baseline.name,
    candidate: candidate.name,
    arrangement,
    reasons,
    comparable: leading !== undefined && leading.notComparable.length === 0,
    asked,
    decidingMetric,
    metrics,
    together: null,
    conclusion: conclusionSentence(leading, asked),
    family: familySentence(metrics),
  };
}

function inCurrency(key: ComparedKey, { conditions: { currency } }: Sample): { unit?: string } {
  return key === 'cost_per_request' && currency ? { unit: currency } : {};
}

function forbidsMetric({ severity, concerns }: Reason, key: ComparedKey): boolean {
  return severity === 'forbids' && (concerns === null || concerns.includes(key));
}

/** Open loop: end to end, which includes the queue. Else the first token, or the last where none streamed. */
export function defaultDecidingMetric(keys: readonly ComparedKey[]): ComparedKey | null {
  const order = ['e2e', 'ttft', 'ttlt', 'request_throughput'] as const;
  return order.find(key => keys.includes(key)) ?? null;
}

function compareMetric(
  key: ComparedKey,
  baseline: Sample,
  candidate: Sample,
  arrangement: Arrangement,
  { seed = 0, resamples = defaultResamples }: CompareOptions,
): [StatisticComparison, ...StatisticComparison[]] {
  const { better } = comparedDefinition(key);
  if (isRate(key)) return [compareRate(key, [baseline, candidate], better, { seed, resamples })];
  if (isShare(key)) return [compareShare(key, [baseline, candidate], better)];
  const wanted =
    key === 'cost_per_request' ? (['mean'] as const) : (['median', 'mean', 'p90', 'p99'] as const);
  return compareLatency(requestColumn(baseline, key), requestColumn(candidate, key), {
    arrangement,
    better,
    wanted,
    seed,
    resamples,
  });
}

/**
 * What both have, in the order of their definitions. Left out is what says nothing new: TTFT of any kind
 * where it is TTFT, end to end where nothing queued; and rates of interleaved runs, which share their clients.
 */
function keysInCommon(baseline: Sample, candidate: Sample, rated: boolean): ComparedKey[] {
  const both = (test: (sample: Sample) => boolean) => test(baseline) && test(candidate);
  const latencies = comparedLatencies.filter(key =>
    both(({ columns }) => columns[key].some(Number.isFinite)),
  );
  const repeated = (key: LatencyKey, of: LatencyKey) =>
    both(({ columns }) => columns[key].every((value, i) => Object.is(value, columns[of][i])));
  const keys: ComparedKey[] = latencies.filter(
    key => !(key === 'ttft_any' && repeated(key, 'ttft')) && !(key === 'e2e' && repeated(key, 'ttlt')),
  );
  if (rated) {
    const rates = Object.keys(comparedRates) as RateKey[];
    keys.push(...rates.filter(key => both(sample => comparedRates[key](sample) !== null)));
  }
  const shares = Object.keys(comparedShares) as ShareKey[];
  keys.push(...shares.filter(key => both(sample => comparedShares[key](sample) !== null)));
  const oneCurrency = baseline.conditions.currency === candidate.conditions.currency;
  if (oneCurrency && both(({ columns }) => columns.cost.some(Number.isFinite))) keys.push('cost_per_request');
  return keys;
}
