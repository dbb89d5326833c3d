import { formatSeconds } from '../../core/format/quantities.ts';
import type { MetricSet } from '../../protocol/run.ts';
import { type Diagnostic, isDistribution } from '../../protocol/run.ts';
import type { SelfCheck, SelfWatch } from './environment.ts';
import type { BracketedMedian } from './runTally.ts';

/** What a diagnosis looks at; counts are of measured requests. */
export interface Evidence {
  self: ReturnType<SelfWatch['read']>;
  selfCheck: SelfCheck | null;
  metrics: MetricSet;
  requests: number;
  failed: number;
  rateLimited: number;
  retried: number;
  /** Answers that a refusal of the model or a content filter ended. */
  withheld: number;
  coldConnections: number;
  cachedInputTokens: number;
  distinctPayloads: number;
  /** What carried the answers, as the endpoint says. */
  transport: string;
  estimatedTokens: number;
  cancelled: number;
  /** The clients waited for those of other runs. */
  tookTurns: boolean;
  /** A callback made every prompt begin with a text of its own. */
  cachesDefeated: boolean;
  callbackFailures: { count: number; first: string };
  /** Of all clients together, seconds: measured, spent in callbacks before requests, paused after failures. */
  clientTime: number;
  hookTime: number;
  pausedTime: number;
  /** Of successful requests in the order they ended; null where there are too few to tell. */
  ttftFirstHalf: BracketedMedian | null;
  ttftSecondHalf: BracketedMedian | null;
}

type Check = (evidence: Evidence) => Diagnostic | null;

/** Share of the reported percentile that this machine's own delay may be before the run says so. */
const tolerated = 0.05;

function distribution(metrics: MetricSet, key: string) {
  const metric = metrics[key];
  return metric && isDistribution(metric) ? metric : null;
}

const clientLimited: Check = ({ self, selfCheck, metrics }) => {
  const ttft = distribution(metrics, 'ttft') ?? distribution(metrics, 'ttlt');
  const p50 = ttft?.p50 ?? distribution(metrics, 'ttlt')?.p50 ?? null;
  const p99 = ttft?.p99 ?? distribution(metrics, 'ttlt')?.p99 ?? null;
  if (p50 === null || p99 === null) return null;
  const ownP50 = Math.max(self.loopDelayP50, selfCheck?.stampErrorP50 ?? 0);
  const ownP99 = Math.max(self.loopDelayP99, selfCheck?.stampErrorP99 ?? 0);
  if (ownP50 <= p50 * tolerated && ownP99 <= p99 * tolerated) return null;
  const ms = (seconds: number) => `${(seconds * 1000).toFixed(1)} ms`;
  return {
    id: 'client-limited',
    severity: 'warning',
    message: `Client-limited: this machine's own delay (p50 ${ms(ownP50)}, p99 ${ms(ownP99)}) could move the reported percentiles by more than 5 %.`,
    advice: 'Use fewer clients, close other programs, or run on a machine with more cores.',
  };
};

const rateLimits: Check = ({ rateLimited, requests }) =>
  rateLimited === 0
    ? null
    : {
        id: 'rate-limited',
        severity: 'warning',
        message: `${rateLimited} of ${requests} requests were refused by a rate limit: the numbers describe the limit, not the model.`,
        advice: 'Use fewer clients, or ask for a higher quota.',
      };

const retries: Check = ({ retried }) =>
  retried === 0
    ? null
    : {
        id: 'retries',
        severity: 'warning',
        message: `${retried} requests were sent more than once; their latency includes the failed attempts and the waits.`,
        advice: 'Set "retries" to 0, and "num_retries" of a LiteLLM proxy, to measure single attempts.',
      };

const withheldAnswers: Check = ({ withheld, requests }) =>
  withheld === 0
    ? null
    : {
        id: 'withheld-answers',
        severity: 'warning',
        message: `${withheld} of ${requests} answers were ended by a refusal or a content filter: their times and lengths are not those of an answer.`,
        advice: 'Change the prompts; the stop reason of each request says which they are.',
      };

const cold: Check = ({ coldConnections, requests }) =>
  requests > 0 && coldConnections > requests * tolerated
    ? {
        id: 'cold-connections',
        severity: 'info',
        message: `${coldConnections} of ${requests} requests opened a connection; their TTFT includes the set-up of it.`,
        advice: 'Set "warmup" to 1 to open connections before measuring.',
      }
    : null;

const cached: Check = ({ cachedInputTokens, distinctPayloads, cachesDefeated }) => {
  if (cachedInputTokens === 0) return null;
  if (cachesDefeated) {
    return {
      id: 'cached-prompts',
      severity: 'warning',
      message: `The provider read ${cachedInputTokens} input tokens from its prompt cache although each request began with a tag of its own.`,
      advice:
        'Tools and the like come before the text, and stay in the cache: take them out, or look for a cache that does not go by beginnings.',
    };
  }
  return {
    id: 'cached-prompts',
    severity: 'info',
    message: `The provider read ${cachedInputTokens} input tokens from its prompt cache.`,
    advice:
      distinctPayloads === 1
        ? 'Every request had the same prompt: give several prompts, or the callback "cacheBuster", to measure uncached answers.'
        : 'Give more distinct prompts, or the callback "cacheBuster", to measure uncached answers.',
  };
};

const estimates: Check = ({ estimatedTokens, requests }) =>
  estimatedTokens === 0
    ? null
    : {
        id: 'estimated-tokens',
        severity: 'info',
        message: `The provider reported no token counts for ${estimatedTokens} of ${requests} requests; words were counted instead, which is fewer.`,
        advice: 'Do not compare their token figures with counted ones.',
      };

/** Medians that differ by chance do not count: their intervals must lie apart as well. */
const drift: Check = ({ ttftFirstHalf: first, ttftSecondHalf: second }) => {
  if (first === null || second === null || first.median === 0) return null;
  const change = second.median / first.median - 1;
  const apart = first.high < second.low || second.high < first.low;
  if (Math.abs(change) < 0.25 || !apart) return null;
  return {
    id: 'drift',
    severity: 'warning',
    message: `The median TTFT of the second half is ${Math.abs(change * 100).toFixed(0)} % ${change > 0 ? 'higher' : 'lower'} than that of the first: the system had not settled.`,
    advice: 'Measure longer, or add "warmup".',
  };
};

const cancelledRequests: Check = ({ cancelled }) =>
  cancelled === 0
    ? null
    : {
        id: 'cancelled',
        severity: 'info',
        message: `${cancelled} requests were given up when the run was stopped; they are in trace.jsonl and in no statistic.`,
        advice: 'Stop once to let requests in flight finish.',
      };

const callbackTrouble: Check = ({ callbackFailures: { count, first } }) =>
  count === 0
    ? null
    : {
        id: 'callbacks',
        severity: 'warning',
        message: sentence(
          count === 1 ? `A callback failed: ${first}` : `Callbacks failed ${count} times; first: ${first}`,
        ),
        advice: 'Mend the callback; the measurements themselves are complete.',
      };

/** What a callback threw ends as it likes. */
function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

const throughEditor: Check = ({ transport }) =>
  transport !== 'vscode-lm'
    ? null
    : {
        id: 'through-editor',
        severity: 'info',
        message:
          'The answers came through VS Code, which hands their parts over in bunches: after a pause of 30 ms, or 31 at a time. TTFT and the gaps between parts are VS Code’s, not the model’s; the end of an answer is late by little.',
        advice: 'Go by TTLT, compare such runs with each other only, and measure the model through its API.',
      };

/** Latencies do not hold it; the rate of requests does. */
const slowHooks: Check = ({ hookTime, clientTime, requests }) =>
  hookTime <= clientTime * tolerated
    ? null
    : {
        id: 'slow-callbacks',
        severity: 'info',
        message: `Callbacks took ${((hookTime / clientTime) * 100).toFixed(0)} % of the clients’ time, ${formatSeconds(hookTime / requests)} before each request: fewer were sent than could have been. Latencies are not affected.`,
        advice: 'Do less in beforeInvoke, or use more clients, to measure throughput.',
      };

const pauses: Check = ({ pausedTime }) =>
  pausedTime === 0
    ? null
    : {
        id: 'pauses',
        severity: 'warning',
        message: `Clients paused after requests that no server answered, ${formatSeconds(pausedTime)} in all, so that such failures do not bury the rest: their number says little.`,
        advice: 'Check the base URL, that the server runs, and callbacks that refuse requests.',
      };

const turns: Check = ({ tookTurns }) =>
  tookTurns
    ? {
        id: 'took-turns',
        severity: 'info',
        message:
          'A side of an A/B run: its clients waited while the other sides’ requests were out, so its throughput is not what the endpoint can do.',
        advice: 'Compare its times; measure throughput in a run by itself.',
      }
    : null;

const checks: readonly Check[] = [
  clientLimited,
  rateLimits,
  retries,
  withheldAnswers,
  drift,
  pauses,
  callbackTrouble,
  slowHooks,
  cold,
  cached,
  estimates,
  cancelledRequests,
  turns,
  throughEditor,
];

/** What may make the numbers mislead, the gravest first. */
export function diagnose(evidence: Evidence): Diagnostic[] {
  return checks.flatMap(check => check(evidence) ?? []);
}
