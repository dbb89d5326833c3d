import type { Diagnostic, MetricSet } from '../../protocol/run.ts';
import {
  type AnswerEvidence,
  buffering,
  contradictoryUsage,
  emptyAnswers,
  estimates,
  mergedEvents,
  notStreamed,
  severalChoices,
  unknownPace,
  withheldAnswers,
  withoutText,
} from './answerDiagnostics.ts';
import { clientLimited } from './clientDiagnostics.ts';
import {
  type ConnectionEvidence,
  closedConnections,
  cold,
  openAnswers,
  rateLimits,
  uncheckedCertificates,
} from './connectionDiagnostics.ts';
import type { SelfReport } from './environment.ts';
import {
  errorRateExceeded,
  type FailureEvidence,
  stoppedByFailures,
  unjudgedLimits,
} from './failureDiagnostics.ts';
import { budgetWaits, pauses, slowHooks, turns } from './waitingDiagnostics.ts';
import { drift, idleClients, rateWindow, startBurst, type WindowEvidence } from './windowDiagnostics.ts';

/** The data for the diagnostics. Counts are of measured requests. */
export interface Evidence extends FailureEvidence, AnswerEvidence, ConnectionEvidence, WindowEvidence {
  self: SelfReport;
  metrics: MetricSet;
  retried: number;
  cachedInputTokens: number;
  /** Successful requests of which the provider did not say how much of their input it had cached. */
  cacheUnknown: number;
  /** Requests whose prompt was sent before in this run, the warm-up included. */
  repeatedPrompts: number;
  distinctPayloads: number;
  cancelled: number;
  /** A callback put a different text at the start of every prompt. */
  cachesDefeated: boolean;
  callbackFailures: { count: number; first: string };
}

type Check = (evidence: Evidence) => Diagnostic | null;

const retries: Check = ({ retried }) =>
  retried === 0
    ? null
    : {
        id: 'retries',
        severity: 'warning',
        message: `${retried} requests were retried; their latency includes the failed attempts and the waits.`,
        advice: 'To measure single attempts, set "retries" to 0, and "num_retries" of a LiteLLM proxy.',
      };

/** A warning unless the provider says itself what came from its cache. Failed requests measure no cache. */
const repeats: Check = ({ repeatedPrompts, requests, failed, distinctPayloads, cacheUnknown }) =>
  repeatedPrompts === 0 || failed === requests
    ? null
    : {
        id: 'repeated-prompts',
        severity: cacheUnknown > 0 ? 'warning' : 'info',
        message: `${repeatedPrompts} of ${requests} requests repeated a prompt that had been sent before; a prefix cache may have answered.`,
        advice:
          distinctPayloads === 1
            ? 'Use as many prompts as requests, synthetic prompts, or the callback "cacheBuster".'
            : 'Set "distribute: true" instead of "requests" to send each prompt once, use more prompts, or use the callback "cacheBuster".',
      };

const cached: Check = ({ cachedInputTokens, repeatedPrompts, distinctPayloads, cachesDefeated }) => {
  if (cachedInputTokens === 0) return null;
  if (cachesDefeated && repeatedPrompts === 0) {
    return {
      id: 'cached-prompts',
      severity: 'warning',
      message: `The provider read ${cachedInputTokens} input tokens from its prompt cache, although each request had a unique tag or number.`,
      advice:
        'What comes before the tag stays cached: tools, and a system prompt unless the tag is in it. A "salt" in the plan makes a run repeat the prompts of an earlier run with that salt.',
    };
  }
  return {
    id: 'cached-prompts',
    severity: 'info',
    message: `The provider read ${cachedInputTokens} input tokens from its prompt cache.`,
    advice:
      distinctPayloads === 1
        ? 'Every request had the same prompt. To measure uncached answers, use several prompts or the callback "cacheBuster".'
        : 'To measure uncached answers, use more distinct prompts or the callback "cacheBuster".',
  };
};

const cancelledRequests: Check = ({ cancelled }) =>
  cancelled === 0
    ? null
    : {
        id: 'cancelled',
        severity: 'info',
        message: `${cancelled} requests were cancelled when the run was stopped; they are in trace.jsonl, but not in the statistics.`,
        advice: 'Stop only once to let requests in flight finish.',
      };

const callbackTrouble: Check = ({ callbackFailures: { count, first } }) =>
  count === 0
    ? null
    : {
        id: 'callbacks',
        severity: 'warning',
        message: sentence(
          count === 1
            ? `A callback failed: ${first}`
            : `Callbacks failed ${count} times; the first error: ${first}`,
        ),
        advice: 'Fix the callback; the measurements themselves are complete.',
      };

/** The message of a callback's error may end without punctuation. */
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
          'The answers came through VS Code, which delivers their parts in batches: after a pause of 30 ms, or 31 at a time. TTFT and the gaps between parts are VS Code’s, not the model’s; the end of an answer is only slightly late.',
        advice:
          'Use TTLT, compare such runs only with each other, and measure the model through its API for other metrics.',
      };

const checks: readonly Check[] = [
  stoppedByFailures,
  errorRateExceeded,
  uncheckedCertificates,
  unjudgedLimits,
  clientLimited,
  rateLimits,
  retries,
  emptyAnswers,
  withheldAnswers,
  buffering,
  notStreamed,
  contradictoryUsage,
  drift,
  startBurst,
  pauses,
  callbackTrouble,
  evidence => slowHooks(evidence, clientLimited(evidence) !== null),
  budgetWaits,
  rateWindow,
  idleClients,
  closedConnections,
  openAnswers,
  cold,
  repeats,
  cached,
  unknownPace,
  mergedEvents,
  severalChoices,
  withoutText,
  estimates,
  cancelledRequests,
  turns,
  throughEditor,
];

/** What may make the numbers misleading, the most severe first. */
export function diagnose(evidence: Evidence): Diagnostic[] {
  const found = checks.flatMap(check => check(evidence) ?? []);
  return [
    ...found.filter(({ severity }) => severity === 'warning'),
    ...found.filter(({ severity }) => severity !== 'warning'),
  ];
}
