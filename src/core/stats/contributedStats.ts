import type { JsonObject } from '../base/jsonValue.ts';
import { emptySummary, summaryToJson } from './runSummary.ts';

const ownKeys: ReadonlySet<string> = new Set([
  ...Object.keys(summaryToJson(emptySummary())),
  ...['failed_requests', 'failed_requests_rate', 'requests_per_minute', 'output_tps'],
  ...['total_input_tokens', 'total_output_tokens'],
  ...['total_cached_input_tokens', 'total_reasoning_output_tokens'],
  ...['average_input_tokens_per_minute', 'average_output_tokens_per_minute'],
]);

/** The aggregates of LLMeter's own columns, and what its cost model contributes, which costs show. */
const otherKeys =
  /^(?:time_(?:to_first|to_last|per_output)_token|num_tokens_(?:in|out)put(?:_cached|_reasoning)?)-|^cost_/;

/** A statistic that a callback contributed. */
export interface ContributedStat {
  name: string;
  value: number;
  text: string;
}

/** What callbacks of ours or of Python LLMeter contributed to a run's statistics; costs are shown as such. */
export function contributedStats(stats: JsonObject): ContributedStat[] {
  return Object.entries(stats).flatMap(([name, value]) =>
    typeof value !== 'number' || ownKeys.has(name) || otherKeys.test(name)
      ? []
      : [{ name, value, text: textOf(value) }],
  );
}

/** Its name implies no unit, so the number stays as it is, but for rounding errors. */
function textOf(value: number): string {
  return Number.isInteger(value)
    ? value.toLocaleString('en-US')
    : value.toLocaleString('en-US', { maximumSignificantDigits: 6 });
}
