import type { AxisScale } from './chart.ts';

/** One of the six figures of a load test (llmeter-format 7.4); x is always the number of clients, logarithmic. */
export interface LoadTestFigure {
  readonly title: string;
  readonly yTitle: string;
  readonly yScale: AxisScale;
  /** Boxes over the requests of a level, or a line through a statistic of the levels. */
  readonly from: { readonly times: 'ttft' | 'ttlt' } | { readonly stat: string };
  /** Unit of the values, for descriptions and tooltips. */
  readonly unit: string;
}

export const clientsTitle = 'Number of clients';

/** The six figures by LLMeter's keys, which name their exported files. */
export const loadTestFigures = {
  time_to_first_token: {
    title: 'Time to first token vs number of clients',
    yTitle: 'Time to first token (s)',
    yScale: 'log',
    from: { times: 'ttft' },
    unit: 's',
  },
  time_to_last_token: {
    title: 'Time to last token vs number of clients',
    yTitle: 'Time to last token (s)',
    yScale: 'log',
    from: { times: 'ttlt' },
    unit: 's',
  },
  requests_per_minute: {
    title: 'Requests per minute vs number of clients',
    yTitle: 'Requests per minute',
    yScale: 'log',
    from: { stat: 'requests_per_minute' },
    unit: 'requests/min',
  },
  error_rate: {
    title: 'Error rate vs number of clients',
    yTitle: 'Error rate',
    yScale: 'linear',
    from: { stat: 'failed_requests_rate' },
    unit: '',
  },
  average_input_tokens_clients: {
    title: 'Average input tokens per minute vs number of clients',
    yTitle: 'Average input tokens per minute',
    yScale: 'log',
    from: { stat: 'average_input_tokens_per_minute' },
    unit: 'tokens/min',
  },
  average_output_tokens_clients: {
    title: 'Average output tokens per minute vs number of clients',
    yTitle: 'Average output tokens per minute',
    yScale: 'log',
    from: { stat: 'average_output_tokens_per_minute' },
    unit: 'tokens/min',
  },
} as const satisfies Record<string, LoadTestFigure>;

export type LoadTestFigureKey = keyof typeof loadTestFigures;
