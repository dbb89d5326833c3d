import { type Sample, sampleOf } from '../../src/core/compare/sample.ts';
import { MetricColumns } from '../../src/core/metrics/metricColumns.ts';
import type { MeasuredRequest } from '../../src/core/request/measuredRequest.ts';
import { response, trace } from '../unit/metrics/samples.ts';
import type { LoopRequest } from './closedLoop.ts';

const runStart = Date.UTC(2026, 0, 1, 12);

/** The records that a run of these requests would have. */
export function recordsOf(requests: readonly LoopRequest[]): MeasuredRequest[] {
  return requests.map(({ client, index, sentAt, ttft, endedAt, tokens }, i) => ({
    response: response({
      id: `${i}`,
      num_tokens_output: tokens,
      request_time: runStart + sentAt * 1000,
      time_to_first_token: ttft,
      time_to_last_token: endedAt - sentAt,
    }),
    trace: trace({
      ...{ id: `${i}`, client, index, sentAt, intendedAt: sentAt, endedAt },
      ...{ ttft, ttftAny: ttft, ttlt: endedAt - sentAt, tpot: null, gaps: [] },
    }),
  }));
}

/** The metrics of such a run. */
export function columnsOf(requests: readonly LoopRequest[]): MetricColumns {
  const columns = new MetricColumns();
  for (const { response: one, trace: times } of recordsOf(requests)) columns.append(one, times);
  return columns;
}

/** Such a run as one side of a comparison. */
export function sampleFrom(requests: readonly LoopRequest[], clients: number): Sample {
  return sampleOf(recordsOf(requests), {
    ...{ name: 'run', clients, stream: true, transport: 'http/1.1' },
    ...{ diagnostics: [], partial: null },
  });
}
