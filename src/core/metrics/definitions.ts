/** One of our metrics: its name, unit and meaning are defined only here. */
export interface MetricDefinition {
  label: string;
  /** `s`, `requests/s`, `tokens/s`, `tokens`; empty for plain numbers and fractions. */
  unit: string;
  better: 'lower' | 'higher' | 'none';
  /** One sentence, shown as a tooltip and in docs/metrics.md. */
  definition: string;
}

/** Metrics with one value per request (or per gap), of successful requests only. */
export const distributionDefinitions = {
  ttft: {
    label: 'TTFT',
    unit: 's',
    better: 'lower',
    definition: 'Time to first token: from sending the request to the first event with visible text.',
  },
  ttft_any: {
    label: 'TTFT (any)',
    unit: 's',
    better: 'lower',
    definition:
      'From sending the request to the first generated event of any kind: text, reasoning or tool call.',
  },
  ttlt: {
    label: 'TTLT',
    unit: 's',
    better: 'lower',
    definition:
      'Time to last token: from sending the request to the last generated event; usage, [DONE] and the end of the stream do not count.',
  },
  tpot: {
    label: 'TPOT',
    unit: 's',
    better: 'lower',
    definition:
      'Time per output token: (TTLT - TTFT of any kind) / (output tokens - 1), only if the token count matches what was streamed.',
  },
  itl: {
    label: 'ITL',
    unit: 's',
    better: 'lower',
    definition:
      'Inter-chunk latency: gaps between successive generated events, pooled over all requests; equal to the latency between tokens only if chunks per token is 1.',
  },
  e2e: {
    label: 'End to end',
    unit: 's',
    better: 'lower',
    definition:
      'From the scheduled send time of the request to its last generated event; equal to TTLT in a closed loop.',
  },
  queue: {
    label: 'Queue',
    unit: 's',
    better: 'lower',
    definition: 'From the scheduled send time of the request until it is sent; 0 in a closed loop.',
  },
  connect: {
    label: 'Connect',
    unit: 's',
    better: 'lower',
    definition: 'Duration of the TCP connect, for requests that opened a connection.',
  },
  tls: {
    label: 'TLS',
    unit: 's',
    better: 'lower',
    definition: 'Duration of the TLS handshake, for requests that opened a connection.',
  },
  ttfb: {
    label: 'TTFB',
    unit: 's',
    better: 'lower',
    definition: 'Time to first byte: from sending the request to the first byte of the response headers.',
  },
} as const satisfies Record<string, MetricDefinition>;

const steady =
  'while all clients are at work: without the start, in which some have not begun, and the end, in which some have nothing left to send. Clients x';

/**
 * Metrics with one value per run. Rates cover the time from the first request sent to the last answer received,
 * those of `steadyKeys` the time in which all clients are at work.
 */
export const scalarDefinitions = {
  steady_request_throughput: {
    label: 'Requests per second, steady',
    unit: 'requests/s',
    better: 'higher',
    definition: `Successful requests per second ${steady} successes / time from each request to the next. The first request of each client does not count. Missing for a single client, and with fewer than eight such requests or one for each client.`,
  },
  steady_output_token_throughput: {
    label: 'Output tokens per second, steady',
    unit: 'tokens/s',
    better: 'higher',
    definition: `Output tokens per second ${steady} tokens / time from each request to the next.`,
  },
  steady_input_token_throughput: {
    label: 'Input tokens per second, steady',
    unit: 'tokens/s',
    better: 'higher',
    definition: `Input tokens per second ${steady} tokens / time from each request to the next.`,
  },
  steady_goodput: {
    label: 'Goodput, steady',
    unit: 'requests/s',
    better: 'higher',
    definition: `Successful requests per second that met every limit in the plan’s \`slo\`, ${steady} such requests / time from each request to the next.`,
  },
  request_throughput: {
    label: 'Requests per second',
    unit: 'requests/s',
    better: 'higher',
    definition:
      'Successful requests per second, between the first request sent and the last answer received.',
  },
  output_token_throughput: {
    label: 'Output tokens per second',
    unit: 'tokens/s',
    better: 'higher',
    definition:
      'Output tokens of successful requests per second, between the first request sent and the last answer received.',
  },
  input_token_throughput: {
    label: 'Input tokens per second',
    unit: 'tokens/s',
    better: 'higher',
    definition:
      'Input tokens of successful requests, cached ones included, per second, between the first request sent and the last answer received.',
  },
  send_rate: {
    label: 'Send rate',
    unit: 'requests/s',
    better: 'none',
    definition:
      'Requests sent per second, between the first and the last request sent; the first one is not counted.',
  },
  goodput: {
    label: 'Goodput',
    unit: 'requests/s',
    better: 'higher',
    definition:
      'Successful requests per second that met every limit in the plan’s `slo`. An answer without a TTFT or TTLT does not meet a limit on it; one without a TPOT is judged by the other limits.',
  },
  goodput_rate: {
    label: 'SLO attainment',
    unit: '',
    better: 'higher',
    definition: 'Share of all requests, including failed ones, that met every limit in the plan’s `slo`.',
  },
  error_rate: {
    label: 'Error rate',
    unit: '',
    better: 'lower',
    definition: 'Share of requests that failed.',
  },
  chunks_per_token: {
    label: 'Chunks per token',
    unit: '',
    better: 'none',
    definition:
      'Generated events per output token, if the provider reports a token count that matches what was streamed.',
  },
  input_tokens: {
    label: 'Input tokens',
    unit: 'tokens',
    better: 'none',
    definition:
      'All tokens of the prompts, including those read from or written to a prompt cache, summed over successful requests. They mean the same on every API: cached tokens are added where the API leaves them out of its count (Anthropic Messages, Bedrock Converse).',
  },
  uncached_input_tokens: {
    label: 'Uncached input tokens',
    unit: 'tokens',
    better: 'none',
    definition: 'Input tokens that were not read from a prompt cache, summed over successful requests.',
  },
  output_tokens: {
    label: 'Output tokens',
    unit: 'tokens',
    better: 'none',
    definition: 'Sum over successful requests.',
  },
  cached_input_tokens: {
    label: 'Cached input tokens',
    unit: 'tokens',
    better: 'none',
    definition: 'Input tokens that the provider read from its cache, summed over successful requests.',
  },
  reasoning_tokens: {
    label: 'Reasoning tokens',
    unit: 'tokens',
    better: 'none',
    definition: 'Output tokens spent on reasoning, summed over successful requests that report them.',
  },
} as const satisfies Record<string, MetricDefinition>;

/** The rates of the whole run, each with its rate in the steady window. */
export const steadyKeys = {
  request_throughput: 'steady_request_throughput',
  output_token_throughput: 'steady_output_token_throughput',
  input_token_throughput: 'steady_input_token_throughput',
  goodput: 'steady_goodput',
} as const;

/** What a run costs, if its prices are known; the unit is the currency of the price. */
export const costDefinitions = {
  cost_per_request: {
    label: 'Cost per request',
    unit: 'USD',
    better: 'lower',
    definition:
      'Cost of a successful request: its tokens by kind (input, cached, output, reasoning) times their prices.',
  },
  cost: {
    label: 'Cost',
    unit: 'USD',
    better: 'lower',
    definition:
      'Total known cost of the run: all requests, including warm-up, failed and cancelled ones, plus charges by time.',
  },
  cost_per_million_output_tokens: {
    label: 'Cost per million output tokens',
    unit: 'USD',
    better: 'lower',
    definition:
      'Cost of the measured requests, including their input tokens, plus charges by time, per million of their output tokens.',
  },
} as const satisfies Record<string, MetricDefinition>;

/** All of our metrics by key, in the order in which they are shown. */
export const metricDefinitions = {
  ...distributionDefinitions,
  ...scalarDefinitions,
  ...costDefinitions,
};

export type DistributionKey = keyof typeof distributionDefinitions;
export type ScalarKey = keyof typeof scalarDefinitions;
export type MetricKey = DistributionKey | ScalarKey;

/** The definitions as a Markdown table, for docs/metrics.md. */
export function metricsTable(): string {
  const rows = Object.entries<MetricDefinition>(metricDefinitions).map(
    ([key, { label, unit, definition }]) => `| \`${key}\` | ${label} | ${unit} | ${definition} |`,
  );
  return ['| key | shown as | unit | definition |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
