import type { Slo } from '../metrics/slo.ts';
import { allInputTokens } from '../request/countedKinds.ts';
import type { MeasuredRequest } from '../request/measuredRequest.ts';

/**
 * A successful request as the other tools see one. Times are seconds: `sentAt` is a time on the clock of the
 * run, the others are durations since `sentAt`. Null means not recorded.
 */
export interface CompatRequest {
  readonly sentAt: number;
  /** To the first generated event of any kind. */
  readonly firstAny: number | null;
  /** To the first visible text. */
  readonly firstText: number | null;
  /** To the last generated event, or to the body of an answer that was not streamed. */
  readonly last: number | null;
  /** To the end of the exchange on the wire. */
  readonly closed: number | null;
  readonly gaps: readonly number[] | null;
  readonly chunks: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

export interface CompatRun {
  readonly requests: readonly CompatRequest[];
  readonly failed: number;
  /** The limits of the plan, seconds. */
  readonly slo: Slo;
  /** From the first send to the last end, including failed requests; null if unknown. */
  readonly seconds: number | null;
  /** The same on the clock of the run; null without traces. */
  readonly window: readonly [from: number, to: number] | null;
  /** Whether there are traces. Without them (in a folder that Python wrote), gaps and ends are unknown. */
  readonly traced: boolean;
}

/**
 * The measured requests in the form that all views use; warm-up and cancelled ones are left out.
 * @param cacheBeside the API counts cached tokens in addition to its input tokens
 */
export function compatRun(
  measured: readonly MeasuredRequest[],
  testTime: number | null,
  { cacheBeside = false, slo = {} }: { cacheBeside?: boolean | undefined; slo?: Slo | undefined } = {},
): CompatRun {
  const rows = measured.filter(({ trace }) => trace === null || trace.phase === 'measure');
  const traced = rows.length > 0 && rows.every(({ trace }) => trace !== null);
  const traces = rows.flatMap(({ trace }) => trace ?? []);
  const from = traces.reduce((least, trace) => Math.min(least, trace.sentAt), Number.POSITIVE_INFINITY);
  const to = traces.reduce((most, trace) => Math.max(most, trace.endedAt), Number.NEGATIVE_INFINITY);
  const requests = rows.filter(({ response }) => response.error === null);
  return {
    requests: requests.map(request => compatRequest(request, cacheBeside)),
    failed: rows.length - requests.length,
    slo,
    seconds: known(traced ? to - from : testTime),
    window: traced ? [from, to] : null,
    traced,
  };
}

/** Python writes NaN and infinities, which say as little as null. */
function known(value: number | null): number | null {
  return Number.isFinite(value) ? value : null;
}

function compatRequest({ response, trace }: MeasuredRequest, cacheBeside: boolean): CompatRequest {
  const tokens = {
    // The tools count whole prompts.
    inputTokens: known(allInputTokens(response, trace, cacheBeside)),
    outputTokens: known(response.num_tokens_output),
  };
  if (trace) {
    return {
      sentAt: trace.sentAt,
      firstAny: known(trace.ttftAny),
      firstText: known(trace.ttft),
      last: known(trace.ttlt),
      closed: known(trace.endedAt - trace.sentAt),
      gaps: trace.gaps.filter(Number.isFinite),
      chunks: trace.chunks,
      ...tokens,
    };
  }
  return {
    sentAt: (response.request_time ?? Number.NaN) / 1000,
    firstAny: known(response.time_to_first_token),
    firstText: known(response.time_to_first_token),
    last: known(response.time_to_last_token),
    closed: null,
    gaps: null,
    chunks: null,
    ...tokens,
  };
}

/** Every view of a run without traces lists this gap. */
export const untracedGap =
  'This run has no trace.jsonl: gaps between chunks, ends of streams and reasoning are unknown, and LLMeter’s own TTFT and TTLT are used instead.';
