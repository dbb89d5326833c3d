import type { JsonObject, JsonValue } from '../core/base/jsonValue.ts';
import { num } from './files.ts';
import { inOrder, meanOf, percentileWithin, sumOf } from './numbers.ts';
import { type Measured, type Tokens, tokensOf, tracesOf } from './requests.ts';
import { steadyRate, steadyTime } from './steady.ts';

/** Limits of the plan in seconds. */
export interface Limits {
  readonly ttft?: number;
  readonly ttlt?: number;
  readonly tpot?: number;
}

/** A metric with many values, or with one. */
export type Metric =
  | { readonly values: readonly number[] }
  | { readonly n: number; readonly value: number | null };

const limited = ['ttft', 'ttlt', 'tpot'] as const;

/**
 * Our metrics by their definitions in docs/metrics.md.
 * @param testTime what rates are computed over if there are no traces, seconds
 */
export function metricsOf(
  measured: readonly Measured[],
  { limits, leftOut, testTime }: { limits: Limits; leftOut: boolean; testTime: number | null },
): Record<string, Metric> {
  const good = measured.filter(({ failed, empty }) => !failed && !empty);
  const times = good.map(timesOf);
  const traces = tracesOf(measured);
  const answers = tracesOf(good);
  const each = (read: (trace: JsonObject) => number | null) => ({
    values: answers.flatMap(one => read(one) ?? []),
  });
  const field = (name: string) => each(trace => num(trace[name]));
  const tokens = good.map(({ response, trace }) => tokensOf(response, trace, leftOut));
  const sentAt = traces.flatMap(trace => num(trace['sentAt']) ?? []);
  const endedAt = traces.flatMap(trace => num(trace['endedAt']) ?? []);
  const window = traces.length > 0 ? largest(endedAt) - smallest(sentAt) : testTime;
  const total = (read: (one: (typeof tokens)[number]) => number | null) => totalOf(tokens.map(read));
  const input = total(one => one.input);
  const output = total(one => one.output);
  const met = hasLimits(limits) ? times.filter(one => meets(one, limits)).length : null;
  const n = measured.length;
  const perSecond = ({ n: count, value }: { n: number; value: number | null }) => ({
    n: count,
    value: over(value, window),
  });
  return {
    ttft: { values: times.flatMap(({ ttft }) => ttft ?? []) },
    ttft_any: field('ttftAny'),
    ttlt: { values: times.flatMap(({ ttlt }) => ttlt ?? []) },
    tpot: { values: times.flatMap(({ tpot }) => tpot ?? []) },
    itl: { values: answers.flatMap(gapsInTime) },
    e2e: each(trace => {
      const last = num(trace['ttlt']);
      return last === null ? null : waited(trace) + last;
    }),
    queue: each(waited),
    connect: field('connect'),
    tls: field('tls'),
    ttfb: field('ttfb'),
    ...steadyRates(measured, limits, leftOut),
    request_throughput: { n: good.length, value: over(good.length, window) },
    output_token_throughput: perSecond(output),
    input_token_throughput: perSecond(input),
    send_rate: { n: traces.length, value: over(traces.length - 1, largest(sentAt) - smallest(sentAt)) },
    goodput: { n, value: over(met, window) },
    goodput_rate: { n, value: over(met, n) },
    error_rate: { n, value: over(measured.filter(({ failed }) => failed).length, n) },
    chunks_per_token: chunksPerToken(good),
    input_tokens: input,
    uncached_input_tokens: total(({ input: all, cached }) =>
      all === null || cached === null ? null : Math.max(0, all - cached),
    ),
    output_tokens: output,
    cached_input_tokens: totalOf(good.map(({ response, trace }) => tokensOf(response, trace, false).cached)),
    reasoning_tokens: total(one => one.reasoning),
  };
}

/** The rates while all clients are at work; none without traces. */
function steadyRates(
  measured: readonly Measured[],
  limits: Limits,
  leftOut: boolean,
): Record<string, { n: number; value: number | null }> {
  if (!measured.some(({ trace }) => trace !== null)) return {};
  const steady = steadyTime(measured);
  const isGood = ({ failed, empty }: Measured) => !failed && !empty;
  const known = (read: (one: Tokens) => number | null) =>
    measured.some(one => isGood(one) && read(tokensOf(one.response, one.trace, leftOut)) !== null);
  const rate = (amount: (one: Measured) => number, there: boolean) => ({
    n: steady?.counted.length ?? 0,
    value: steady && there ? steadyRate(steady, one => (isGood(one) ? amount(one) : 0)) : null,
  });
  const tokens = (read: (one: Tokens) => number | null) =>
    rate(one => read(tokensOf(one.response, one.trace, leftOut)) ?? 0, known(read));
  return {
    steady_request_throughput: rate(() => 1, true),
    steady_output_token_throughput: tokens(({ output }) => output),
    steady_input_token_throughput: tokens(({ input }) => input),
    steady_goodput: rate(one => (meets(timesOf(one), limits) ? 1 : 0), hasLimits(limits)),
  };
}

function hasLimits(limits: Limits): boolean {
  return limited.some(key => limits[key] !== undefined);
}

interface Times {
  readonly ttft: number | null;
  readonly ttlt: number | null;
  readonly tpot: number | null;
}

/** Without a trace LLMeter's own times, and its TPOT unless it counts hidden reasoning or is negative. */
function timesOf({ response, trace }: Measured): Times {
  if (trace !== null) return { ttft: num(trace['ttft']), ttlt: num(trace['ttlt']), tpot: num(trace['tpot']) };
  const tpot = num(response['time_per_output_token']) ?? llmeterTpot(response);
  const reasoned = (num(response['num_tokens_output_reasoning']) ?? 0) > 0;
  return {
    ttft: num(response['time_to_first_token']),
    ttlt: num(response['time_to_last_token']),
    tpot: reasoned || tpot === null || tpot < 0 ? null : tpot,
  };
}

/** LLMeter's TPOT (llmeter-format 3). */
export function llmeterTpot(response: JsonObject): number | null {
  const [first, last] = [num(response['time_to_first_token']), num(response['time_to_last_token'])];
  const tokens = num(response['num_tokens_output']);
  if (!first || !last || tokens === null || tokens < 2) return null;
  return (last - first) / (tokens - 1);
}

/** A missing TTFT or TTLT does not meet its limit; a missing TPOT is not judged. */
function meets(times: Times, limits: Limits): boolean {
  return limited.every(key => {
    const [limit, time] = [limits[key], times[key]];
    return limit === undefined || (time === null ? key === 'tpot' : time <= limit);
  });
}

function waited(trace: JsonObject): number {
  return (num(trace['sentAt']) ?? 0) - (num(trace['intendedAt']) ?? 0);
}

export function gapsOf(trace: JsonObject): number[] {
  const gaps = trace['gaps'];
  return Array.isArray(gaps) ? gaps.flatMap(gap => num(gap) ?? []) : [];
}

/** The gaps of an answer whose events came one after the other: at most half of them at once, not all in a burst. */
function gapsInTime(trace: JsonObject): number[] {
  const gaps = gapsOf(trace);
  const atOnce = gaps.filter(gap => gap < 1e-4).length;
  const burst = gaps.length >= 3 && sumOf(gaps) < 2e-4 * gaps.length;
  return burst || atOnce * 2 > gaps.length ? [] : gaps;
}

function chunksPerToken(good: readonly Measured[]): { n: number; value: number | null } {
  const covered = good.filter(
    ({ trace }) =>
      trace?.['tokenSourceOutput'] === 'usage' &&
      trace['hiddenReasoning'] === false &&
      num(trace['ttftAny']) !== null,
  );
  const chunks = sumOf(covered.map(({ trace }) => num(trace?.['chunks']) ?? 0));
  return {
    n: covered.length,
    value: over(chunks, sumOf(covered.map(({ response }) => num(response['num_tokens_output']) ?? 0))),
  };
}

function totalOf(counts: readonly (number | null)[]): { n: number; value: number | null } {
  const known = counts.filter(count => count !== null);
  return { n: known.length, value: known.length === 0 ? null : sumOf(known) };
}

function over(amount: number | null, by: number | null): number | null {
  return amount === null || by === null || !(by > 0) ? null : amount / by;
}

function smallest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

function largest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
}

const shares = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99, p999: 0.999 };

/** The numbers of a metric with many values, as llmeter.json has them. */
export function numbersOf(values: readonly number[]): Record<string, JsonValue> {
  const ascending = inOrder(values);
  const none = values.length === 0;
  const percentiles = Object.entries(shares).map(([key, share]): [string, JsonValue] => [
    key,
    none ? null : percentileWithin(ascending, share),
  ]);
  return {
    n: values.length,
    mean: none ? null : meanOf(values),
    min: ascending[0] ?? null,
    max: ascending.at(-1) ?? null,
    ...Object.fromEntries(percentiles),
  };
}

/** The percentiles that fewer than five values lie beyond. */
export function unreliableOf(n: number): string[] {
  if (n === 0) return [];
  return Object.entries(shares).flatMap(([key, share]) => (n * (1 - share) < 5 - 1e-6 ? [key] : []));
}
