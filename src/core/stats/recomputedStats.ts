import type { InvocationResponse } from '../request/response.ts';
import { aggregate } from './aggregate.ts';
import { type RunSummary, summaryToJson } from './runSummary.ts';
import { SortedColumn } from './sortedColumn.ts';
import type { Stats } from './stats.ts';

const aggregated = [
  'time_to_last_token',
  'time_to_first_token',
  'num_tokens_output',
  'num_tokens_input',
  'num_tokens_input_cached',
] as const;

const totals = {
  total_input_tokens: 'num_tokens_input',
  total_output_tokens: 'num_tokens_output',
  total_cached_input_tokens: 'num_tokens_input_cached',
  total_reasoning_output_tokens: 'num_tokens_output_reasoning',
} as const;

/** Statistics as LLMeter recomputes them from loaded responses (llmeter-format 5.3). */
export function recomputeStats(summary: RunSummary, responses: readonly InvocationResponse[]): Stats {
  const stats = summaryToJson(summary);
  const failed = responses.filter(response => response.error !== null).length;
  const { total_requests: requests, total_test_time: time } = summary;
  // Python's `x and y`: null stays null, 0 stays 0.
  const perMinute = (amount: number) => (time ? (amount / time) * 60 : time);
  stats['failed_requests'] = failed;
  stats['failed_requests_rate'] = requests ? failed / requests : requests;
  stats['requests_per_minute'] = perMinute(requests ?? responses.length);
  const sums: Record<string, number> = {};
  for (const [key, field] of Object.entries(totals)) {
    sums[key] = responses.reduce((sum, response) => sum + (response[field] ?? 0), 0);
  }
  Object.assign(stats, sums);
  stats['average_input_tokens_per_minute'] = perMinute(sums['total_input_tokens'] ?? 0);
  stats['average_output_tokens_per_minute'] = perMinute(sums['total_output_tokens'] ?? 0);
  for (const metric of aggregated) {
    const column = new SortedColumn();
    for (const response of responses) {
      const value = response[metric];
      if (value !== null) column.append(value);
    }
    aggregate(metric, column, stats);
  }
  return stats;
}
