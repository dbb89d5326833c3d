import { hasLimits, meetsSlo, type Slo } from '../metrics/slo.ts';
import { type SteadyWindow, steadyWindow } from '../metrics/steadyWindow.ts';
import { heldNoToken } from '../request/emptyAnswer.ts';
import { withKnownNumbers } from '../request/knownNumbers.ts';
import type { MeasuredRequest } from '../request/measuredRequest.ts';
import { plausibleTimePerOutputToken } from '../request/missingTokens.ts';
import type { ContributedStat } from '../stats/contributedStats.ts';
import { type RunConditions, type RunFacts, requestConditions } from './conditions.ts';

/**
 * Measured requests as columns of equal length, in the order of recording. NaN = missing, times in seconds.
 * Failed requests and answers without a token have no latencies, tokens or costs; the former only count in the error rate.
 */
export interface SampleColumns {
  /** Seconds since the epoch, so that runs can be compared in time. */
  readonly sentAt: Float64Array;
  readonly endedAt: Float64Array;
  /** The client of the run that sent the request. */
  readonly client: Float64Array;
  readonly ttft: Float64Array;
  readonly ttft_any: Float64Array;
  readonly ttlt: Float64Array;
  readonly tpot: Float64Array;
  /** From the scheduled time of sending; equal to `ttlt` in a closed loop. */
  readonly e2e: Float64Array;
  readonly outputTokens: Float64Array;
  readonly cost: Float64Array;
  /** 1 = failed. */
  readonly failed: Uint8Array;
  /** 1 = succeeded, but held no token: counts as neither in rates. */
  readonly empty: Uint8Array;
  /** 1 = met every limit of the plan's `slo`; null without limits. */
  readonly good: Uint8Array | null;
}

/** One metric of one side: its values, and when and by which client each request was sent (same index). */
export interface TimedColumn {
  readonly values: Float64Array;
  readonly sentAt: Float64Array;
  readonly client?: Float64Array;
}

/** One side of a comparison. */
export interface Sample {
  readonly name: string;
  readonly columns: SampleColumns;
  /** What rates of the whole run are computed over: first sent to last received, seconds since the epoch; null if not known. */
  readonly window: readonly [from: number, to: number] | null;
  /** The time in which all clients were at work; null if there is none. */
  readonly steady: SteadyWindow | null;
  readonly conditions: RunConditions;
  /** The runs that it consists of, if a run was repeated. */
  readonly repeats?: readonly Sample[];
  /** Absent for a part of a run. */
  readonly contributed?: readonly ContributedStat[];
}

/** Facts that not every run's files have. */
type OptionalFacts = Pick<RunFacts, 'currency' | 'turns' | 'server' | 'warmup' | 'clientLimited' | 'body'>;

/** What a run's files say in addition to its requests. */
export interface SampleFacts extends Omit<RunFacts, keyof OptionalFacts>, Partial<OptionalFacts> {
  readonly name: string;
  readonly slo?: Slo;
  /** LLMeter's `total_test_time` in seconds, which rates are computed over if there are no traces. */
  readonly testTime?: number | null;
  /** The API counts cached tokens in addition to the input tokens, not among them. */
  readonly cacheBeside?: boolean;
  /** Cost of each request, by index of `requests`; NaN = not known. */
  readonly costs?: ArrayLike<number>;
  /** What callbacks contributed to the run's statistics. */
  readonly contributed?: readonly ContributedStat[];
}

/** Arranges the measured requests of a run for comparison, without warm-up and cancelled ones. */
export function sampleOf(requests: readonly MeasuredRequest[], facts: SampleFacts): Sample {
  const indices = requests.flatMap(({ trace }, i) =>
    trace === null || trace.phase === 'measure' ? [i] : [],
  );
  const rows = indices.flatMap(i => {
    const row = requests[i];
    return row ? [{ ...row, response: withKnownNumbers(row.response) }] : [];
  });
  const epoch = runStart(rows);
  const column = (read: (row: MeasuredRequest, index: number) => number | null | undefined) =>
    Float64Array.from(rows, (row, i) => read(row, indices[i] ?? i) ?? Number.NaN);
  const succeeded: typeof column = read => column((row, i) => (isAnswer(row) ? read(row, i) : null));
  const columns: SampleColumns = {
    sentAt: column(row => sentTime(row, epoch)),
    endedAt: column(row => endTime(row, epoch)),
    client: column(({ trace }) => trace?.client),
    ttft: succeeded(({ response, trace }) => (trace ? trace.ttft : response.time_to_first_token)),
    ttft_any: succeeded(({ trace }) => trace?.ttftAny),
    ttlt: succeeded(({ response, trace }) => (trace ? trace.ttlt : response.time_to_last_token)),
    tpot: succeeded(({ response, trace }) => (trace ? trace.tpot : plausibleTimePerOutputToken(response))),
    e2e: succeeded(({ trace }) =>
      trace && trace.ttlt !== null ? trace.sentAt - trace.intendedAt + trace.ttlt : null,
    ),
    outputTokens: succeeded(({ response }) => response.num_tokens_output),
    cost: succeeded((_, i) => facts.costs?.[i]),
    failed: Uint8Array.from(rows, ({ response }) => (response.error === null ? 0 : 1)),
    empty: Uint8Array.from(rows, ({ response, trace }) => (heldNoToken(response, trace) ? 1 : 0)),
    good: goodColumn(rows, facts.slo),
  };
  return {
    name: facts.name,
    columns,
    ...(facts.contributed && { contributed: facts.contributed }),
    window: windowOf(rows, columns, facts.testTime ?? null),
    steady: steadyWindow(columns, facts.clients),
    conditions: {
      ...factConditions(facts),
      ...requestConditions(rows, facts.cacheBeside),
    },
  };
}

/** What the facts say about the conditions of a run; null = its files do not say. */
function factConditions(facts: SampleFacts) {
  const { clients, stream, transport, diagnostics, partial } = facts;
  const { currency = null, turns = null, server = null, warmup = null, body = null } = facts;
  const { clientLimited = null } = facts;
  return {
    ...{ clients, stream, transport, diagnostics, partial },
    ...{ currency, turns, server, warmup, body, clientLimited },
  };
}

function isAnswer({ response, trace }: MeasuredRequest): boolean {
  return response.error === null && !heldNoToken(response, trace);
}

/** The run's zero in seconds since the epoch: wall clock minus monotonic offset, which all requests share. */
function runStart(rows: readonly MeasuredRequest[]): number {
  for (const { response, trace } of rows) {
    if (trace && response.request_time !== null) return response.request_time / 1000 - trace.sentAt;
  }
  return 0;
}

function sentTime({ response, trace }: MeasuredRequest, epoch: number): number | null {
  if (trace) return epoch + trace.sentAt;
  return response.request_time === null ? null : response.request_time / 1000;
}

/** Without a trace, the last token counts as the end; a failed request then has none. */
function endTime({ response, trace }: MeasuredRequest, epoch: number): number | null {
  if (trace) return epoch + trace.endedAt;
  const { request_time: sent, time_to_last_token: took } = response;
  return sent === null || took === null ? null : sent / 1000 + took;
}

function goodColumn(rows: readonly MeasuredRequest[], slo: Slo | undefined): Uint8Array | null {
  if (!slo || !hasLimits(slo)) return null;
  return Uint8Array.from(rows, ({ response, trace }) => {
    if (response.error !== null) return 0;
    const times = trace ?? {
      ttft: response.time_to_first_token,
      ttlt: response.time_to_last_token,
      tpot: plausibleTimePerOutputToken(response),
    };
    return meetsSlo(slo, times) ? 1 : 0;
  });
}

function windowOf(
  rows: readonly MeasuredRequest[],
  { sentAt, endedAt }: SampleColumns,
  testTime: number | null,
): [number, number] | null {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < sentAt.length; i++) {
    const [sent, ended] = [sentAt[i] ?? Number.NaN, endedAt[i] ?? Number.NaN];
    if (sent < from) from = sent;
    if (ended > to) to = ended;
  }
  if (testTime !== null && rows.every(row => row.trace === null)) to = from + testTime;
  return Number.isFinite(from) && to > from ? [from, to] : null;
}
