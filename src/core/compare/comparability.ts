import { formatCount, formatDuration, formatPercent } from '../format/quantities.ts';
import { answerLength, throughLength } from './answerLength.ts';
import { buffered, emptyAnswers } from './answerReasons.ts';
import { clientNumbers } from './clientBlocks.ts';
import { clientDependence } from './clientDependence.ts';
import { clientLimited, clientLimitedTail } from './clientReasons.ts';
import { isPerRequest, requestColumn } from './comparedMetrics.ts';
import { connections } from './connectionReasons.ts';
import { failures, noSuccess } from './failureReasons.ts';
import { caution, type Finding, forbids, type Pair, sides, tolerated } from './finding.ts';
import { cacheSuspicion } from './repeatedPrompts.ts';
import type { Sample } from './sample.ts';
import { serialDependence } from './serialDependence.ts';

/** A reason against comparing two runs. */
export interface Reason extends Finding {
  readonly id: ReasonId;
}

const cacheAffects = ['ttft', 'ttft_any', ...throughLength] as const;
const firstTokens = ['ttft', 'ttft_any', 'tpot'] as const;

/** Seconds. Between runs further apart, the provider's load may have changed. */
const farApart = 3600;

function sameSet(a: ReadonlySet<unknown>, b: ReadonlySet<unknown>): boolean {
  return a.size === b.size && within(a, b);
}

function within(a: ReadonlySet<unknown>, b: ReadonlySet<unknown>): boolean {
  return [...a].every(value => b.has(value));
}

function listed(values: ReadonlySet<unknown>): string {
  return [...values]
    .map(value => (value === null ? 'no limit' : String(value)))
    .sort()
    .join(', ');
}

/** In the order in which they are reported, within their severity. */
const checks = {
  'same-run': ({ baseline, candidate }: Pair) => {
    const [a, b] = [baseline.columns.sentAt, candidate.columns.sentAt];
    return a.length > 0 && a.length === b.length && a.every((at, i) => at === b[i])
      ? forbids('both are the same run', 'Choose two different runs.')
      : null;
  },
  'no-success': noSuccess,
  prompts: ({ baseline, candidate }: Pair) => {
    const [a, b] = [baseline.conditions.prompts, candidate.conditions.prompts];
    if (sameSet(a, b)) return null;
    const advice = 'Run both with the same prompts or payload file.';
    return within(a, b) || within(b, a)
      ? caution(
          `one used only ${Math.min(a.size, b.size)} of the other's ${Math.max(a.size, b.size)} prompts`,
          advice,
        )
      : forbids('the prompts differ', advice);
  },
  streaming: ({ baseline, candidate }: Pair) => {
    const [a, b] = [baseline.conditions.stream, candidate.conditions.stream];
    return a === null || b === null || a === b
      ? null
      : forbids(
          'one streamed its responses and the other did not',
          'Use the same "stream" in both.',
          firstTokens,
        );
  },
  buffered,
  load: ({ baseline, candidate }: Pair) => {
    const [a, b] = [baseline.conditions.clients, candidate.conditions.clients];
    return a === b
      ? null
      : forbids(
          `the load differs: ${formatCount(a)} and ${formatCount(b)} clients`,
          'Use the same "clients" in both.',
        );
  },
  'client-limited': clientLimited,
  'client-limited-tail': clientLimitedTail,
  transport: ({ baseline, candidate }: Pair) => {
    const [a, b] = [baseline.conditions.transport, candidate.conditions.transport];
    return a === b
      ? null
      : forbids(
          `they were measured over different transports: ${a ?? 'unknown'} and ${b ?? 'unknown'}`,
          'Measure both with this tool, over the same kind of connection.',
        );
  },
  caching: ({ baseline, candidate }: Pair) => {
    const [one, other] = [baseline.conditions, candidate.conditions];
    const advice = 'Use different prompts in each run, or warm up both.';
    if (Math.abs(one.cachedShare - other.cachedShare) > tolerated) {
      return forbids(
        `the prompt cache was hit by ${formatPercent(one.cachedShare)} of the requests of one and ${formatPercent(other.cachedShare)} of the other`,
        advice,
      );
    }
    const [a, b] = [one.cachedInputShare, other.cachedInputShare];
    return a === null || b === null || Math.abs(a - b) <= tolerated
      ? null
      : forbids(
          `the prompt cache held ${formatPercent(a)} of the input tokens of one and ${formatPercent(b)} of the other`,
          advice,
        );
  },
  'repeated-prompts': ({ baseline, candidate, timing }: Pair) => {
    const found = cacheSuspicion(baseline, candidate, timing, gapBetween(baseline, candidate));
    return found === null
      ? null
      : caution(
          found,
          'Use synthetic prompts, as many prompts as requests, or the callback "cacheBuster".',
          cacheAffects,
        );
  },
  'token-source': ({ baseline, candidate }: Pair) => {
    const [a, b] = [baseline.conditions.tokenSources, candidate.conditions.tokenSources];
    return a.size === 0 || b.size === 0 || sameSet(a, b)
      ? null
      : forbids(
          `their tokens were counted differently (${listed(a)}; ${listed(b)})`,
          'Compare metrics that do not depend on token counts.',
          ['tpot', 'output_token_throughput'],
        );
  },
  'max-tokens': ({ baseline, candidate }: Pair) => {
    const [a, b] = [baseline.conditions.maxTokens, candidate.conditions.maxTokens];
    return sameSet(a, b)
      ? null
      : forbids(
          `their output limits differ (${listed(a)}; ${listed(b)})`,
          'Use the same "maxTokens" in both.',
          throughLength,
        );
  },
  'answer-length': answerLength,
  body: ({ baseline, candidate }: Pair) => {
    const [a, b] = [baseline.conditions.body, candidate.conditions.body];
    return a === b
      ? null
      : caution(
          `the further members of their requests differ: ${a ?? 'none'} and ${b ?? 'none'}`,
          'Use the same "body" in both, unless that is what you compare.',
        );
  },
  partial: (pair: Pair) => {
    const who = sides(pair, run => run.partial !== null);
    return who === null
      ? null
      : caution(
          who === 'both' ? 'both runs are incomplete' : `${who} is incomplete`,
          'Let each run finish before comparing.',
        );
  },
  failures,
  'empty-answers': emptyAnswers,
  retries: (pair: Pair) => {
    const who = sides(pair, run => run.retriedShare > 0);
    return who === null
      ? null
      : caution(
          `some requests were retried in ${who}, and their times include the failed attempts`,
          'Set "retries" to 0.',
        );
  },
  connections,
  'same-time': ({ timing }: Pair) =>
    timing === 'overlapping'
      ? caution(
          'the runs were active at the same time and may have slowed each other down',
          'Compare the endpoints in an A/B test.',
        )
      : null,
  'far-apart': ({ baseline, candidate, timing }: Pair) => {
    const gap = gapBetween(baseline, candidate);
    return timing !== 'separate' || gap === null || gap <= farApart
      ? null
      : caution(
          `the runs are ${formatDuration(gap)} apart, and the provider's load may have changed`,
          'Compare the endpoints in an A/B test.',
        );
  },
  'serial-dependence': (pair: Pair) => {
    const { decidingMetric, timing } = pair;
    if (timing === 'interleaved' || decidingMetric === null) return null;
    const found = [pair.baseline, pair.candidate].filter(side => serialDependence(side, decidingMetric));
    return found.length === 0
      ? null
      : caution(
          `successive requests of ${found.length === 2 ? 'both' : found[0]?.name} are correlated, so the intervals are too narrow`,
          'Run an A/B test, which cancels out drift, or make longer runs.',
        );
  },
  'client-dependence': ({ baseline, candidate, timing, decidingMetric }: Pair) => {
    if (decidingMetric === null || !isPerRequest(decidingMetric)) return null;
    const both = [baseline, candidate];
    const resampled = both.every(side => clientNumbers(requestColumn(side, decidingMetric)) !== null);
    if (resampled && timing !== 'interleaved') return null;
    const found = both.flatMap(side => {
      const dependence = clientDependence(side, decidingMetric);
      return dependence === null ? [] : [{ name: side.name, ...dependence }];
    });
    const sizes = found
      .map(side => `${formatCount(Math.round(side.effectiveSize))} in ${side.name}`)
      .join(' and ');
    return found.length === 0
      ? null
      : caution(
          `requests of the same client are correlated, so the effective sample size is only ${sizes} and the intervals are too narrow`,
          'Use more clients with fewer requests each, or confirm the result in new runs: connections may lead to different servers.',
        );
  },
} satisfies Record<string, (pair: Pair) => Finding | null>;

export type ReasonId = keyof typeof checks;

/** Seconds between the end of one run and the start of the other. */
function gapBetween(a: Sample, b: Sample): number | null {
  if (a.window === null || b.window === null) return null;
  return Math.max(a.window[0] - b.window[1], b.window[0] - a.window[1]);
}

/**
 * The reasons against comparing two runs, most severe first. `underStudy` names what differs on purpose, such
 * as `caching` in a comparison of cached with uncached prompts.
 */
export function reasonsAgainst(pair: Pair, underStudy: readonly ReasonId[] = []): Reason[] {
  const ids = (Object.keys(checks) as ReasonId[]).filter(id => !underStudy.includes(id));
  const reasons = ids.flatMap(id => {
    const found: Finding | null = checks[id](pair);
    return found === null ? [] : [{ id, ...found }];
  });
  const rank = (reason: Reason) => (reason.severity === 'forbids' ? 0 : 1);
  return reasons.sort((a, b) => rank(a) - rank(b));
}
