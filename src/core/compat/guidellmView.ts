import { type CompatRequest, type CompatRun, untracedGap } from './compatRequests.ts';
import type { CompatMetric, CompatView } from './compatView.ts';
import { type NumpySummary, type Weighted, weightedSummary } from './distributions.ts';
import { outputEvents, promptEvents, rateSummary, requestEvents, type Timed } from './guidellmRates.ts';

/**
 * A run as GuideLLM would report its successful requests: `GenerativeRequestStats` (schemas/base/
 * request_stats.py @31c74ea2), `GenerativeMetrics.compile` (benchmark/schemas/generative/metrics.py
 * @06cef291) and `DistributionSummary` (schemas/base/statistics.py @02804675), all of 2026. As in GuideLLM, a
 * missing time is 0 ms.
 */
export function guidellmView({ requests, window, traced }: CompatRun): CompatView {
  const output = (request: CompatRequest) => outputEvents(request, tokensOf(request));
  // Without traces neither the chunks nor the ends of requests are known.
  const rate = (key: string, unit: string, events: readonly Timed[]) =>
    summarised(key, unit, traced ? rateSummary(events) : null);
  const one = (read: (request: CompatRequest) => number | null) =>
    requests.map((request): Weighted => [read(request) ?? 0, 1]);
  const metrics: CompatMetric[] = [
    { name: 'request_totals.successful', value: requests.length, unit: '' },
    ...rate('requests_per_second', 'requests/s', window ? requestEvents(requests, ...window) : []),
    ...rate('prompt_tokens_per_second', 'tokens/s', requests.flatMap(promptEvents)),
    ...rate('output_tokens_per_second', 'tokens/s', requests.flatMap(output)),
    ...rate(
      'tokens_per_second',
      'tokens/s',
      requests.flatMap(request => [...promptEvents(request), ...output(request)]),
    ),
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
    formulas,
    gaps: [
      'These are GuideLLM’s numbers of successful requests. Its console shows rates of all requests, failed ones included.',
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
  return summarised(key, unit, weightedSummary(values));
}

function summarised(key: string, unit: string, summary: NumpySummary | null): CompatMetric[] {
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

const formulas: CompatView['formulas'] = [
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
    of: 'requests_per_second',
    text: 'Ends of requests over the measured window; the rate at an end is 1 / the time from halfway to the one before to halfway to the one after.',
  },
  {
    of: 'output_tokens_per_second',
    text: 'Likewise, from the first token to the last one, so its mean is tokens / that time. The tokens after the first are spaced evenly between the first and the last chunk.',
  },
  {
    of: 'prompt_tokens_per_second',
    text: 'Likewise, with the tokens of a prompt at its first output token.',
  },
  {
    of: 'percentiles',
    text: 'Smallest value at which the cumulative weight reaches the percentile; no interpolation.',
  },
];
