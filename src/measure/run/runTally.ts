import type { JsonObject } from '../../core/base/jsonValue.ts';
import { MetricColumns } from '../../core/metrics/metricColumns.ts';
import { limitsWithoutValue, type Slo } from '../../core/metrics/slo.ts';
import { Undelayer } from '../../core/metrics/undelayed.ts';
import { cachedInputTokens, countsCacheBeside } from '../../core/request/countedKinds.ts';
import { heldNoToken } from '../../core/request/emptyAnswer.ts';
import type { InvocationResponse } from '../../core/request/response.ts';
import type { Stalls } from '../../core/request/stalls.ts';
import type { RequestPhase, ResponseTrace } from '../../core/request/trace.ts';
import { untimedRetries } from '../../core/request/untimedRetries.ts';
import { RunningStats } from '../../core/stats/runningStats.ts';
import { AnswerCounter } from './answerCounts.ts';
import type { Outcome } from './clientLoop.ts';
import { LiveSeriesKeeper } from './liveSeries.ts';
import { SentPrompts } from './sentPrompts.ts';
import { courseOf } from './windowDiagnostics.ts';

/** Everything that is counted over the measured requests of a run; O(1) per request. */
export class RunTally {
  readonly stats = new RunningStats();
  readonly metrics: MetricColumns;
  readonly series = new LiveSeriesKeeper();
  /** When measuring began, in seconds of the run. The time axis of the live charts starts here. */
  measuredFrom = 0;
  /** null = it is not known what this process added to times. */
  #undelayer: Undelayer | null = null;
  readonly #found = {
    rateLimited: 0,
    retried: 0,
    coldConnections: 0,
    resent: 0,
    unkept: 0,
    leftOpen: 0,
    cachedInputTokens: 0,
    cacheUnknown: 0,
  };
  readonly #answers = new AnswerCounter();
  readonly #slo: Slo;
  /** Answers without a value for a limit. */
  readonly #unjudged = { ttft: 0, ttlt: 0, tpot: 0 };
  readonly #prompts: SentPrompts;

  /**
   * @param edited callbacks may change each request, so that a payload does not say what is sent
   * @param endpoint LLMeter's form of the endpoint, which says how its API counts cached tokens
   */
  constructor(slo: Slo, edited = false, endpoint: JsonObject = {}) {
    this.#prompts = new SentPrompts(edited);
    this.#slo = slo;
    this.metrics = new MetricColumns(slo, countsCacheBeside(endpoint['endpoint_type']));
  }

  /** From now on requests are judged by what stalls of this process may have added to their times. */
  watchStalls(stalls: Stalls): void {
    this.#undelayer = new Undelayer(stalls);
  }

  /** `trace` is null for a request that could not be sent. */
  add(response: InvocationResponse, trace: ResponseTrace | null): void {
    const own = trace ? this.#undelayer?.of(trace) : undefined;
    this.stats.append(response);
    this.metrics.append(response, trace, own);
    const found = this.#found;
    if ((response.retries ?? 0) > untimedRetries(trace)) found.retried += 1;
    this.#addCached(cachedInputTokens(response, trace), response);
    if (trace === null) return;
    if (trace.reason === 'rateLimit') found.rateLimited += 1;
    this.#countConnection(trace);
    this.#answers.add(response, trace, own?.likely.gaps);
    const good = response.error === null && !heldNoToken(response, trace);
    if (good) this.#addAnswer(trace);
    this.series.add(
      trace.sentAt - this.measuredFrom,
      trace.endedAt - this.measuredFrom,
      good ? trace.ttft : null,
      good ? (response.num_tokens_output ?? 0) : 0,
    );
  }

  #addAnswer(trace: ResponseTrace): void {
    for (const key of limitsWithoutValue(this.#slo, trace)) this.#unjudged[key] += 1;
  }

  #countConnection({ newConnection, resent, unkept, leftOpen }: ResponseTrace): void {
    const found = this.#found;
    if (newConnection) found.coldConnections += 1;
    if (resent) found.resent += 1;
    if (unkept) found.unkept += 1;
    if (leftOpen) found.leftOpen += 1;
  }

  /** Also for requests that are not measured, in the order in which they ended. */
  addPrompt({ request, payload }: Outcome, phase: RequestPhase): void {
    if (request) this.#prompts.add(request, payload, phase === 'measure');
  }

  #addCached(tokens: number | null, { error }: InvocationResponse): void {
    this.#found.cachedInputTokens += tokens ?? 0;
    if (tokens === null && error === null) this.#found.cacheUnknown += 1;
  }

  /** The data for the diagnostics. */
  evidence() {
    return {
      ...this.#found,
      repeatedPrompts: this.#prompts.repeated,
      answers: this.#answers.counts,
      unjudged: { ...this.#unjudged },
      requests: this.stats.count,
      failed: this.stats.failed,
      course: courseOf(this.metrics.steadyState()),
    };
  }
}
