import { hasLimits, type Slo } from '../metrics/slo.ts';
import { type CompatRequest, type CompatRun, untracedGap } from './compatRequests.ts';
import type { CompatMetric, CompatView } from './compatView.ts';
import { numpySummary } from './distributions.ts';

/**
 * A run as AIPerf would report it: the record metrics of `src/aiperf/metrics/types/` (ttft_metric,
 * stream_latency_metrics and inter_chunk_latency_metric @58028d5b, request_latency_metric @4f7ccffd,
 * inter_token_latency_metric @58dd5dea, time_to_first_output_token_metric @0b758100, max_response_metric
 * @533b2050) and `metric_result_from_array` of metrics/metric_dicts.py @0fec57a6, all of 2026.
 */
export function aiperfView({ requests, traced, slo }: CompatRun): CompatView {
  const duration = benchmarkDuration(requests);
  const perSecond = (amount: number) => (duration !== null && duration > 0 ? amount / duration : null);
  const tokens = requests.reduce((sum, { outputTokens }) => sum + (outputTokens ?? 0), 0);
  const itl = requests.flatMap(interTokenLatency);
  const values = (read: (request: CompatRequest) => number | null) =>
    requests.flatMap(request => read(request) ?? []);
  const metrics: CompatMetric[] = [
    { name: 'request_count', value: requests.length, unit: '' },
    { name: 'benchmark_duration', value: duration, unit: 's' },
    { name: 'request_throughput', value: perSecond(requests.length), unit: 'requests/s' },
    { name: 'output_token_throughput', value: perSecond(tokens), unit: 'tokens/s' },
    // AIPerf prints it only if limits are set.
    ...(hasLimits(slo)
      ? [{ name: 'goodput', value: perSecond(goodRequests(requests, slo)), unit: 'requests/s' }]
      : []),
    ...distribution('time_to_first_token', 'ms', inMs(values(request => request.firstAny))),
    ...distribution('time_to_second_token', 'ms', inMs(values(request => request.gaps?.[0] ?? null))),
    ...distribution('time_to_first_output_token', 'ms', inMs(values(request => request.firstText))),
    ...distribution('request_latency', 'ms', inMs(values(request => request.last))),
    ...distribution('inter_token_latency', 'ms', inMs(itl)),
    ...distribution('inter_chunk_latency', 'ms', inMs(requests.flatMap(({ gaps }) => gaps ?? []))),
    ...distribution(
      'output_token_throughput_per_user',
      'tokens/s',
      itl.filter(s => s > 0).map(s => 1 / s),
    ),
    ...distribution(
      'output_sequence_length',
      'tokens',
      values(request => request.outputTokens),
    ),
  ];
  return {
    tool: 'AIPerf',
    source: 'src/aiperf/metrics/types/ (2026), src/aiperf/metrics/metric_dicts.py @0fec57a6',
    metrics,
    formulas: hasLimits(slo) ? [...formulas, goodputFormula] : formulas,
    gaps: [
      'AIPerf counts output tokens with the model’s tokenizer unless it is configured to use the server’s count; we use the server’s count if it reports one.',
      'AIPerf’s TTFO can also end at a tool call; ours ends at the first visible text.',
      'If every chunk reports usage, AIPerf subtracts the tokens of the first chunk from the divisor of ITL; we subtract one.',
      'AIPerf’s adj_* percentiles, in which a failed request takes infinitely long, are not shown.',
      'For long runs, AIPerf estimates percentiles of inter-chunk latency with a t-digest; ours are exact.',
      ...(traced ? [] : [untracedGap]),
    ],
  };
}

/** From the first send to the last content of any successful request. */
function benchmarkDuration(requests: readonly CompatRequest[]): number | null {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { sentAt, last } of requests) {
    from = Math.min(from, sentAt);
    if (last !== null) to = Math.max(to, sentAt + last);
  }
  return Number.isFinite(to - from) ? to - from : null;
}

function interTokenLatency({ firstAny, last, outputTokens }: CompatRequest): number[] {
  if (firstAny === null || last === null || outputTokens === null || outputTokens < 2) return [];
  return [(last - firstAny) / (outputTokens - 1)];
}

/** A request without one of the values does not meet its limit. */
function goodRequests(requests: readonly CompatRequest[], { ttft, ttlt, tpot }: Slo): number {
  const within = (limit: number | undefined, time: number | null) =>
    limit === undefined || (time !== null && time <= limit);
  return requests.filter(request => {
    const [perToken = null] = interTokenLatency(request);
    return within(ttft, request.firstAny) && within(ttlt, request.last) && within(tpot, perToken);
  }).length;
}

function inMs(seconds: readonly number[]): number[] {
  return seconds.map(value => value * 1000);
}

function distribution(tag: string, unit: string, values: readonly number[]): CompatMetric[] {
  const summary = numpySummary(values);
  const of = (name: string, value: number | undefined) => ({
    name: `${tag}.${name}`,
    value: value ?? null,
    unit,
  });
  return [
    of('avg', summary?.mean),
    of('min', summary?.percentile(0)),
    of('max', summary?.percentile(100)),
    of('p50', summary?.percentile(50)),
    of('p90', summary?.percentile(90)),
    of('p95', summary?.percentile(95)),
    of('p99', summary?.percentile(99)),
    of('std', summary?.std),
  ];
}

const formulas: CompatView['formulas'] = [
  { of: 'time_to_first_token', text: 'First response with content, including reasoning.' },
  { of: 'time_to_first_output_token', text: 'First response with content that is not reasoning.' },
  { of: 'time_to_second_token', text: 'Gap between the first and the second response with content.' },
  { of: 'request_latency', text: 'From sending to the last response with content.' },
  {
    of: 'inter_token_latency',
    text: '(request latency - TTFT) / (output tokens - 1), one per request with at least two tokens.',
  },
  { of: 'inter_chunk_latency', text: 'Every gap between responses with content, pooled.' },
  {
    of: 'output_token_throughput',
    text: 'Output tokens / time from the first send to the last response with content.',
  },
  { of: 'percentiles', text: 'Linear interpolation; std is the population standard deviation.' },
];

const goodputFormula = {
  of: 'goodput',
  text: 'Requests within all limits of the plan (time_to_first_token, request_latency, inter_token_latency) / benchmark duration; a missing value does not meet its limit.',
};
