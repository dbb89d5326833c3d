/** What one of our metrics is: the single place its name, unit and meaning are written down. */
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
    definition: 'Time to first token: from sending the request to the first event that carries visible text.',
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
      'Time to last token: from sending the request to the last generated event; usage, [DONE] and the close of the stream do not extend it.',
  },
  tpot: {
    label: 'TPOT',
    unit: 's',
    better: 'lower',
    definition:
      'Time per output token: (TTLT - TTFT of any kind) / (output tokens - 1), only where the token count covers what was streamed.',
  },
  itl: {
    label: 'ITL',
    unit: 's',
    better: 'lower',
    definition:
      'Inter-chunk latency: gaps between successive generated events, pooled over all requests; per token only where chunks per token is 1.',
  },
  e2e: {
    label: 'End to end',
    unit: 's',
    better: 'lower',
    definition:
      'From the time the schedule wanted the request sent to its last generated event; equal to TTLT in a closed loop.',
  },
  queue: {
    label: 'Queue',
    unit: 's',
    better: 'lower',
    definition: 'From the time the schedule wanted the request sent to its being sent; 0 in a closed loop.',
  },
  connect: {
    label: 'Connect',
    unit: 's',
    better: 'lower',
    definition: 'TCP connection set-up of those requests that opened a connection.',
  },
  tls: {
    label: 'TLS',
    unit: 's',
    better: 'lower',
    definition: 'TLS handshake of those requests that opened a connection.',
  },
  ttfb: {
    label: 'TTFB',
    unit: 's',
    better: 'lower',
    definition: 'From sending the request to the first byte of the response’s headers.',
  },
} as const satisfies Record<string, MetricDefinition>;

/** Metrics with one value per run. Rates are over the window from the first request sent to the last answer received. */
export const scalarDefinitions = {
  request_throughput: {
    label: 'Requests per second',
    unit: 'requests/s',
    better: 'higher',
    definition: 'Successful requests per second of the window from the first sent to the last received.',
  },
  output_token_throughput: {
    label: 'Output tokens per second',
    unit: 'tokens/s',
    better: 'higher',
    definition:
      'Output tokens of successful requests per second of the window from the first sent to the last received.',
  },
  input_token_throughput: {
    label: 'Input tokens per second',
    unit: 'tokens/s',
    better: 'higher',
    definition:
      'Input tokens of successful requests per second of the window from the first sent to the last received.',
  },
  send_rate: {
    label: 'Send rate',
    unit: 'requests/s',
    better: 'none',
    definition:
      'Requests sent after the first, per second of the window from the first sent to the last sent.',
  },
  goodput: {
    label: 'Goodput',
    unit: 'requests/s',
    better: 'higher',
    definition:
      'Successful requests that met every limit of the plan’s `slo`, per second. An answer without a TTFT or TTLT does not meet a limit on it; one without a TPOT is judged by the other limits.',
  },
  goodput_rate: {
    label: 'Good share',
    unit: '',
    better: 'higher',
    definition: 'Share of all requests, failed ones included, that met every limit of the plan’s `slo`.',
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
      'Generated events per output token, where the provider reports a count that covers what was streamed.',
  },
  input_tokens: {
    label: 'Input tokens',
    unit: 'tokens',
    better: 'none',
    definition: 'Sum over successful requests.',
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
    definition: 'Input tokens the provider read from its cache, summed over successful requests.',
  },
  reasoning_tokens: {
    label: 'Reasoning tokens',
    unit: 'tokens',
    better: 'none',
    definition: 'Output tokens spent on reasoning, summed over successful requests that report them.',
  },
} as const satisfies Record<string, MetricDefinition>;

/** What a run costs, where its prices are known; the unit is the currency of the price. */
export const costDefinitions = {
  cost_per_request: {
    label: 'Cost per request',
    unit: 'USD',
    better: 'lower',
    definition:
      'What a successful request cost: its tokens by kind (input, cached, output, reasoning) times their prices.',
  },
  cost: {
    label: 'Cost',
    unit: 'USD',
    better: 'lower',
    definition:
      'All that the run spent, as far as it is known: every request, also warm-up, failed and cancelled ones, and what is charged by time.',
  },
  cost_per_million_output_tokens: {
    label: 'Cost per million output tokens',
    unit: 'USD',
    better: 'lower',
    definition:
      'Cost of the measured requests and of the time, input tokens included, per million of their output tokens.',
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
