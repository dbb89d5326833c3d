import { type CompatRequest, type CompatRun, untracedGap } from './compatRequests.ts';
import type { CompatMetric, CompatView } from './compatView.ts';
import { type Weighted, weightedSummary } from './distributions.ts';

/**
 * A run as GuideLLM would report its successful requests: `GenerativeRequestStats` (schemas/base/
 * request_stats.py @31c74ea2), `GenerativeMetrics.compile` (benchmark/schemas/generative/metrics.py
 * @06cef291) and `DistributionSummary` (schemas/base/statistics.py @02804675), all of 2026. As in GuideLLM, a
 * missing time is 0 ms.
 */
export function guidellmView({ requests, seconds, traced }: CompatRun): CompatView {
  const perSecond = (amount: number) => (seconds !== null && seconds > 0 ? amount / seconds : null);
  const tokens = requests.reduce((sum, request) => sum + tokensOf(request), 0);
  const one = (read: (request: CompatRequest) => number | null) =>
    requests.map((request): Weighted => [read(request) ?? 0, 1]);
  const metrics: CompatMetric[] = [
    { name: 'request_totals.successful', value: requests.length, unit: '' },
    { name: 'requests_per_second.mean', value: perSecond(requests.length), unit: 'requests/s' },
    { name: 'output_tokens_per_second.mean', value: perSecond(tokens), unit: 'tokens/s' },
    ...distribution('request_latency', 's', traced ? one(request => request.closed) : []),
    ...distribution(
      'time_to_first_token_ms',
      'ms',
      one(request => inMs(request.firstAny)),
    ),
    ...distribution(
      'time_to_first_output_token_ms',
      'ms',
      one(request => inMs(request.firstText)),
    ),
    ...distribution('time_per_output_token_ms', 'ms', requests.map(timePerOutputToken)),
    ...distribution('inter_token_latency_ms', 'ms', requests.map(interTokenLatency)),
  ];
  return {
    tool: 'GuideLLM',
    source: 'schemas/base/request_stats.py @31c74ea2, schemas/base/statistics.py @02804675',
    metrics,
    formulas: [
      { of: 'request_latency', text: 'From sending to the end of the stream, after [DONE].' },
      {
        of: 'time_to_first_token_ms',
        text: 'First content, reasoning or tool call; 0 if there was none.',
      },
      {
        of: 'time_to_first_output_token_ms',
        text: 'First content that is not reasoning; 0 if there was none.',
      },
      {
        of: 'time_per_output_token_ms',
        text: '(last token - sent) / output tokens: includes the first token; requests are weighted by their tokens.',
      },
      {
        of: 'inter_token_latency_ms',
        text: '(last - first token) / (tokens - 1), one per request, weighted by tokens - 1.',
      },
      {
        of: 'output_tokens_per_second.mean',
        text: 'Tokens of successful requests / measured window.',
      },
      {
        of: 'percentiles',
        text: 'Smallest value at which the cumulative weight reaches the percentile; no interpolation.',
      },
    ],
    gaps: [
      'Only the means of GuideLLM’s rates are shown: it computes their percentiles from token times that it spaces evenly between the first and the last token.',
      'GuideLLM reads the wall clock after it has split lines; we record times when bytes arrive.',
      'GuideLLM’s measured window may exclude a share for warm-up and cool-down; ours is the whole run.',
      ...(traced ? [] : [untracedGap]),
    ],
  };
}

function inMs(seconds: number | null): number | null {
  return seconds === null ? null : seconds * 1000;
}

/** Without usage, GuideLLM counts chunks as tokens. */
function tokensOf({ outputTokens, chunks }: CompatRequest): number {
  return outputTokens ?? chunks ?? 0;
}

function timePerOutputToken(request: CompatRequest): Weighted {
  const tokens = tokensOf(request);
  const last = request.last ?? request.closed;
  return [last === null || tokens === 0 ? 0 : (last * 1000) / tokens, tokens];
}

function interTokenLatency(request: CompatRequest): Weighted {
  const tokens = tokensOf(request);
  const { firstAny, last } = request;
  const missing = firstAny === null || last === null || tokens <= 1;
  return [missing ? 0 : ((last - firstAny) * 1000) / (tokens - 1), (tokens || 1) - 1];
}

function distribution(key: string, unit: string, values: readonly Weighted[]): CompatMetric[] {
  const summary = weightedSummary(values);
  const of = (name: string, value: number | undefined) => ({
    name: `${key}.${name}`,
    value: value ?? null,
    unit,
  });
  return [
    of('mean', summary?.mean),
    of('median', summary?.percentile(50)),
    of('std_dev', summary?.std),
    of('p95', summary?.percentile(95)),
    of('p99', summary?.percentile(99)),
  ];
}
