import type { JsonValue } from '../base/jsonValue.ts';
import { withoutCacheTags } from '../callbacks/cacheTag.ts';
import type { Affected } from '../format/clientDelayWords.ts';
import { withoutOwnNumbers } from '../plan/prompts/ownNumber.ts';
import { allInputTokens, cachedInputTokens } from '../request/countedKinds.ts';
import { heldNoToken } from '../request/emptyAnswer.ts';
import type { MeasuredRequest } from '../request/measuredRequest.ts';
import { outputLimit } from '../request/outputLimit.ts';
import type { TokenSource } from '../request/trace.ts';
import { untimedRetries } from '../request/untimedRetries.ts';

/** What a run's files say about how it was measured. */
export interface RunFacts {
  readonly clients: number;
  /** Warm-up requests per client; null if not known. */
  readonly warmup: number | null;
  readonly stream: boolean | null;
  /** The transport, as the run's environment names it; null for runs of other tools. */
  readonly transport: string | null;
  /** Ids of the run's diagnostics, such as `client-limited`. */
  readonly diagnostics: readonly string[];
  /** What the measuring machine changed: numbers by metric. null = the run was limited, but not known where. */
  readonly clientLimited: Affected | null;
  /** Why the run is incomplete, as a sentence. */
  readonly partial: string | null;
  /** Of the costs; null if no price is known. */
  readonly currency: string | null;
  /** Id shared by the runs that were interleaved with each other; null if none is recorded. */
  readonly turns: string | null;
  /** Address and model, which share a prompt cache; null if not known. */
  readonly server: string | null;
  /** Members of the plan's `body`, as JSON; null = none, or not known. */
  readonly body: string | null;
}

/** What decides whether two runs can be compared at all. Shares are of measured requests, 0 to 1. */
export interface RunConditions extends RunFacts, RequestConditions {}

/** What the requests themselves say. */
export interface RequestConditions {
  readonly requests: number;
  readonly failedShare: number;
  /** The distinct prompts, without the tags of the cache buster. */
  readonly prompts: ReadonlySet<string>;
  /** The distinct prompts as they were sent, and the number of requests that had a prompt. */
  readonly sentPrompts: ReadonlySet<string>;
  readonly promptRequests: number;
  /** Share of requests whose prompt another measured request of the run had too, the first of them not counted. */
  readonly repeatedShare: number;
  /** Every successful request says how many tokens it read from the cache. */
  readonly cacheReported: boolean;
  /** The distinct output limits; null for a payload without one. */
  readonly maxTokens: ReadonlySet<number | null>;
  /** Mean output tokens of successful requests; null if none reported any. */
  readonly outputTokens: number | null;
  readonly tokenSources: ReadonlySet<TokenSource>;
  /** Share of requests that read input from the provider's cache. */
  readonly cachedShare: number;
  /** Mean input tokens that a request read from it, as far as reported. */
  readonly cachedTokens: number;
  /** Share of all input tokens that came from it; null if no input tokens were reported. */
  readonly cachedInputShare: number | null;
  /** Share of requests that opened a connection; null if nothing is known about connections. */
  readonly coldShare: number | null;
  /** Mean seconds that opening a connection took; null if not known. */
  readonly setupTime: number | null;
  readonly retriedShare: number;
}

/**
 * Collects the conditions from measured requests.
 * @param cacheBeside the API counts cached tokens in addition to the input tokens (see `countedKinds.ts`)
 */
export function requestConditions(rows: readonly MeasuredRequest[], cacheBeside = false): RequestConditions {
  const share = (test: (row: MeasuredRequest) => boolean) =>
    rows.length === 0 ? 0 : rows.filter(test).length / rows.length;
  const tokens = rows.flatMap(({ response, trace }) =>
    response.error === null && !heldNoToken(response, trace) && response.num_tokens_output !== null
      ? [response.num_tokens_output]
      : [],
  );
  const sent = rows.flatMap(({ response: { input_prompt: prompt } }) =>
    prompt === null || prompt === '' ? [] : [sentText(prompt)],
  );
  const sentPrompts = new Set(sent);
  return {
    sentPrompts,
    promptRequests: sent.length,
    repeatedShare: (sent.length - sentPrompts.size) / Math.max(1, rows.length),
    cacheReported: rows.every(
      ({ response, trace }) => response.error !== null || cachedInputTokens(response, trace) !== null,
    ),
    requests: rows.length,
    failedShare: share(({ response }) => response.error !== null),
    prompts: new Set(rows.map(({ response }) => promptText(response.input_prompt))),
    maxTokens: new Set(rows.map(({ response }) => outputLimit(response.input_payload ?? {}))),
    outputTokens: tokens.length === 0 ? null : tokens.reduce((sum, n) => sum + n, 0) / tokens.length,
    tokenSources: new Set(rows.flatMap(({ trace }) => trace?.tokenSourceOutput ?? [])),
    cachedTokens:
      rows.reduce((sum, { response, trace }) => sum + (cachedInputTokens(response, trace) ?? 0), 0) /
      Math.max(1, rows.length),
    cachedShare: share(({ response, trace }) => (cachedInputTokens(response, trace) ?? 0) > 0),
    cachedInputShare: cachedInputShare(rows, cacheBeside),
    setupTime: setupTime(rows),
    coldShare: rows.some(row => row.trace) ? share(({ trace }) => trace?.newConnection === true) : null,
    retriedShare: share(({ response, trace }) => (response.retries ?? 0) > untimedRetries(trace)),
  };
}

function cachedInputShare(rows: readonly MeasuredRequest[], cacheBeside: boolean): number | null {
  let cached = 0;
  let input = 0;
  for (const { response, trace } of rows) {
    const all = allInputTokens(response, trace, cacheBeside);
    if (all === null) continue;
    cached += cachedInputTokens(response, trace) ?? 0;
    input += all;
  }
  return input > 0 ? cached / input : null;
}

function setupTime(rows: readonly MeasuredRequest[]): number | null {
  const times = rows.flatMap(({ trace }) =>
    trace?.newConnection && trace.connect !== null
      ? [(trace.dns ?? 0) + trace.connect + (trace.tls ?? 0)]
      : [],
  );
  return times.length === 0 ? null : times.reduce((sum, time) => sum + time, 0) / times.length;
}

function promptText(prompt: JsonValue): string {
  return withoutOwnNumbers(withoutCacheTags(sentText(prompt)));
}

function sentText(prompt: JsonValue): string {
  return typeof prompt === 'string' ? prompt : JSON.stringify(prompt);
}
