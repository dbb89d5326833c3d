import type { JsonObject } from '../base/jsonValue.ts';
import type { Slo } from '../metrics/slo.ts';
import type { MeasuredRequest } from '../request/measuredRequest.ts';
import { recomputeStats } from '../stats/recomputedStats.ts';
import { RunningStats } from '../stats/runningStats.ts';
import type { RunSummary } from '../stats/runSummary.ts';
import { mergeSavedStats, type Stats } from '../stats/stats.ts';
import type { CompatMetric, CompatView } from './compatView.ts';

const formulas = [
  {
    of: 'time_to_first_token',
    text: 'First chunk with visible text; reasoning and tool calls do not count.',
  },
  { of: 'time_to_last_token', text: 'Last chunk with visible text.' },
  {
    of: 'time_per_output_token',
    text: '(TTLT - TTFT) / (output tokens - 1), hidden reasoning tokens included.',
  },
  {
    of: 'percentiles',
    text: "Python's exclusive quantiles, which may leave the observed range; p50 is the median.",
  },
] as const;

const source = 'awslabs/llmeter main @1c0a6e1 (2026-06-24)';

/** What a run's folder contains besides its requests. */
export interface SavedNumbers {
  readonly summary: RunSummary;
  /** The content of stats.json; null where there is none. */
  readonly savedStats: JsonObject | null;
  /** The API counts cached tokens in addition to its input tokens. */
  readonly cacheBeside?: boolean;
  /** The limits of the plan, seconds. */
  readonly slo?: Slo;
}

/** A run as LLMeter reports it while it is running, and saves it in stats.json (llmeter-format 5.2). */
export function llmeterLiveView(
  measured: readonly MeasuredRequest[],
  { summary, savedStats }: SavedNumbers,
): CompatView {
  return {
    tool: 'LLMeter, live',
    source,
    metrics: numbersOf(savedStats ?? liveStats(measured, summary)),
    formulas: [
      ...formulas,
      { of: 'requests_per_minute', text: 'Requests / time from the first to the last send.' },
      { of: 'output_tps', text: 'Output tokens / time from the first send to the end.' },
      ...(savedStats ? [{ of: 'all', text: 'Read from stats.json, where the run saved them.' }] : []),
    ],
    gaps: savedStats
      ? []
      : [
          'There is no stats.json, so these numbers are computed again from the responses. Python LLMeter saves send times in whole seconds, so the rates of a short run may be inaccurate or missing.',
          ...(summary.end_time === null
            ? ['The end of the run is unknown; the time of the last send is used instead.']
            : []),
        ],
  };
}

function liveStats(measured: readonly MeasuredRequest[], summary: RunSummary): Stats {
  const stats = new RunningStats();
  for (const { response } of measuredOnly(measured)) stats.append(response);
  return stats.stats(summary.end_time ?? summary.last_request_time ?? Number.NaN);
}

/** The same run as LLMeter reports it when its folder is loaded (llmeter-format 4.8 and 5.3). */
export function llmeterLoadedView(
  measured: readonly MeasuredRequest[],
  { summary, savedStats }: SavedNumbers,
): CompatView {
  const responses = measuredOnly(measured).map(({ response }) => response);
  return {
    tool: 'LLMeter, loaded from the folder',
    source,
    metrics: numbersOf(mergeSavedStats(recomputeStats(summary, responses), savedStats ?? {})),
    formulas: [
      ...formulas,
      { of: 'requests_per_minute', text: 'Requests / total_test_time.' },
      { of: 'average_output_tokens_per_minute', text: 'Output tokens / total_test_time.' },
      ...(savedStats
        ? [
            {
              of: 'the rest',
              text: 'Values that loading does not compute again, such as TPOT, output_tps and costs, are read from stats.json.',
            },
          ]
        : []),
    ],
    gaps:
      summary.total_test_time === null
        ? ['The run was interrupted: total_test_time is unknown, so LLMeter reports no rates.']
        : [],
  };
}

function measuredOnly(measured: readonly MeasuredRequest[]): MeasuredRequest[] {
  return measured.filter(({ trace }) => trace === null || trace.phase === 'measure');
}

/** The numeric statistics, without the run's settings; units follow from LLMeter's names. */
function numbersOf(stats: Stats): CompatMetric[] {
  const settings = new Set(['total_requests', 'clients', 'n_requests', 'total_test_time']);
  return Object.entries(stats).flatMap(([name, value]) =>
    typeof value === 'number' && !settings.has(name)
      ? [{ name, value: Number.isFinite(value) ? value : null, unit: unitOf(name) }]
      : [],
  );
}

/** The unit of a statistic; empty for one that a callback contributed, because its name implies no unit. */
function unitOf(name: string): string {
  if (/^time_(to_(first|last)|per_output)_token-/.test(name)) return 's';
  if (name === 'output_tps') return 'tokens/s';
  if (name === 'requests_per_minute') return 'requests/min';
  if (/^average_(in|out)put_tokens_per_minute$/.test(name)) return 'tokens/min';
  return /^(num_tokens_|total_\w+_tokens$)/.test(name) ? 'tokens' : '';
}
