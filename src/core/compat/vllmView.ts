import { hasLimits, type Slo } from '../metrics/slo.ts';
import { type CompatRequest, type CompatRun, untracedGap } from './compatRequests.ts';
import type { CompatMetric, CompatView } from './compatView.ts';
import { numpySummary } from './distributions.ts';

const ms = 1000;

/**
 * A run as `vllm bench serve` would report it: `calculate_metrics` of `vllm/benchmarks/serve.py` at commit
 * 009e6d4a, with the chat client of `vllm/benchmarks/lib/endpoint_request_func.py` at 02cfb534 (2026).
 */
export function vllmView({ requests, failed, seconds, traced, slo }: CompatRun): CompatView {
  const tokens = sum(requests, request => request.outputTokens);
  const inputs = sum(requests, request => request.inputTokens);
  const perSecond = (amount: number) => (seconds !== null && seconds > 0 ? amount / seconds : null);
  const metrics: CompatMetric[] = [
    { name: 'completed', value: requests.length, unit: '' },
    { name: 'failed', value: failed, unit: '' },
    { name: 'duration', value: seconds, unit: 's' },
    { name: 'total_input_tokens', value: inputs, unit: 'tokens' },
    { name: 'total_output_tokens', value: tokens, unit: 'tokens' },
    { name: 'request_throughput', value: perSecond(requests.length), unit: 'requests/s' },
    // vLLM prints it only if limits are set.
    ...(hasLimits(slo)
      ? [{ name: 'request_goodput', value: perSecond(goodRequests(requests, slo)), unit: 'requests/s' }]
      : []),
    { name: 'output_throughput', value: perSecond(tokens), unit: 'tokens/s' },
    { name: 'total_token_throughput', value: perSecond(inputs + tokens), unit: 'tokens/s' },
    { name: 'max_output_tokens_per_s', value: traced ? peakChunks(requests) : null, unit: 'tokens/s' },
    { name: 'max_concurrent_requests', value: traced ? peakConcurrency(requests) : null, unit: '' },
    ...distribution(
      'ttft',
      requests.flatMap(request => request.firstAny ?? []),
    ),
    ...distribution('tpot', requests.flatMap(tpot)),
    ...distribution(
      'itl',
      requests.flatMap(request => request.gaps ?? []),
    ),
    ...distribution(
      'e2el',
      requests.flatMap(request => request.last ?? []),
    ),
  ];
  return {
    tool: 'vLLM (vllm bench serve)',
    source: 'vllm/benchmarks/serve.py @009e6d4a, lib/endpoint_request_func.py @02cfb534',
    metrics,
    formulas: [
      { of: 'ttft', text: 'First streamed chunk with choices, whatever it contains.' },
      { of: 'tpot', text: '(E2EL - TTFT) / (output tokens - 1), if there are at least two tokens.' },
      { of: 'itl', text: 'Every gap between successive chunks, pooled over requests.' },
      { of: 'e2el', text: 'From sending to the last chunk with choices; the usage chunk does not count.' },
      {
        of: 'output_throughput',
        text: 'Output tokens of completed requests / wall-clock time of the whole run.',
      },
      ...(hasLimits(slo)
        ? [
            {
              of: 'request_goodput',
              text: 'Completed requests within all limits of the plan (`--goodput ttft, tpot, e2el`) / duration; TPOT counts as 0 for fewer than two tokens.',
            },
          ]
        : []),
      { of: 'percentiles', text: "numpy's linear interpolation; std is the population standard deviation." },
      {
        of: 'max_output_tokens_per_s',
        text: 'Largest number of chunks (not tokens) in one second of the run.',
      },
    ],
    gaps: [
      'vLLM also counts a first chunk with only the role and a last chunk with only the finish reason. We record only chunks with content, so vLLM’s TTFT can be lower, its E2EL higher, and its ITL can have up to two more gaps per request.',
      'If a server reports no usage, vLLM counts tokens with the model’s tokenizer; we use the tokenizer of the run.',
      ...(requests.every(request => request.firstAny !== null)
        ? []
        : ['vLLM always streams and would count requests without a first token as failed.']),
      ...(traced ? [] : [untracedGap]),
    ],
  };
}

/** A missing time does not meet its limit; vLLM always streams and has them all. */
function goodRequests(requests: readonly CompatRequest[], { ttft, ttlt, tpot: pace }: Slo): number {
  const within = (limit: number | undefined, time: number | null) =>
    limit === undefined || (time !== null && time <= limit);
  return requests.filter(request => {
    const [perToken = 0] = tpot(request);
    return within(ttft, request.firstAny) && within(ttlt, request.last) && within(pace, perToken);
  }).length;
}

function tpot({ firstAny, last, outputTokens }: CompatRequest): number[] {
  if (firstAny === null || last === null || outputTokens === null || outputTokens < 2) return [];
  return [(last - firstAny) / (outputTokens - 1)];
}

function distribution(key: string, seconds: readonly number[]): CompatMetric[] {
  const summary = numpySummary(seconds.map(value => value * ms));
  const of = (name: string, value: number | undefined) => ({
    name: `${name}_${key}_ms`,
    value: value ?? null,
    unit: 'ms',
  });
  return [
    of('mean', summary?.mean),
    of('median', summary?.percentile(50)),
    of('std', summary?.std),
    of('p99', summary?.percentile(99)),
  ];
}

function sum(requests: readonly CompatRequest[], read: (request: CompatRequest) => number | null): number {
  return requests.reduce((total, request) => total + (read(request) ?? 0), 0);
}

/** The most chunks in one second of the run, with seconds counted from the first send. */
function peakChunks(requests: readonly CompatRequest[]): number {
  const start = requests.reduce((least, { sentAt }) => Math.min(least, sentAt), Number.POSITIVE_INFINITY);
  const seconds = new Map<number, number>();
  for (const { sentAt, firstAny, gaps } of requests) {
    if (firstAny === null) continue;
    let at = sentAt + firstAny;
    for (const gap of [0, ...(gaps ?? [])]) {
      at += gap;
      const second = Math.floor(at - start);
      seconds.set(second, (seconds.get(second) ?? 0) + 1);
    }
  }
  return Math.max(0, ...seconds.values());
}

/** The most completed requests in flight at once. One that ends exactly when another begins does not overlap it. */
function peakConcurrency(requests: readonly CompatRequest[]): number {
  const events = requests.flatMap(({ sentAt, last }) => [
    { at: sentAt, change: 1 },
    { at: sentAt + (last ?? 0), change: -1 },
  ]);
  events.sort((a, b) => a.at - b.at || a.change - b.change);
  let running = 0;
  return events.reduce((most, { change }) => {
    running += change;
    return Math.max(most, running);
  }, 0);
}
