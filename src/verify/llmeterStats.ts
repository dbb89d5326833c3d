import type { JsonObject, JsonValue } from '../core/base/jsonValue.ts';
import { moment, num, type RunFolder } from './files.ts';
import type { Ledger } from './ledger.ts';
import { inOrder, meanOf, percentileAcross, sumOf } from './numbers.ts';

const file = 'stats.json';

const measuredFields = [
  'time_to_last_token',
  'time_to_first_token',
  'time_per_output_token',
  'num_tokens_output',
  'num_tokens_input',
];

/** The statistics of one of LLMeter's fields (llmeter-format 5.1). */
export function aggregatesOf(name: string, values: readonly number[]): Record<string, number> {
  if (values.length === 0) return {};
  const ascending = inOrder(values);
  return {
    [`${name}-average`]: meanOf(values),
    [`${name}-p50`]: percentileAcross(ascending, 50),
    [`${name}-p90`]: percentileAcross(ascending, 90),
    [`${name}-p99`]: percentileAcross(ascending, 99),
  };
}

export function valuesOf(rows: readonly JsonObject[], field: string): number[] {
  return rows.flatMap(row => num(row[field]) ?? []);
}

/** Checks the statistics that the run saved while it was live (llmeter-format 5.2). */
export function checkStats(run: RunFolder, responses: readonly JsonObject[], ledger: Ledger): Set<string> {
  const { stats, summary } = run;
  const done = new Set<string>();
  if (stats === null) return done;
  const compare = (key: string, value: JsonValue | undefined) => {
    done.add(key);
    ledger.compare(file, key, stats[key], value);
  };
  if (summary !== null) for (const key of Object.keys(summary)) compare(key, summary[key]);
  const failed = responses.filter(row => (row['error'] ?? null) !== null).length;
  compare('failed_requests', failed);
  compare('failed_requests_rate', responses.length === 0 ? 0 : failed / responses.length);
  compare('total_input_tokens', sumOf(valuesOf(responses, 'num_tokens_input')));
  compare('total_output_tokens', sumOf(valuesOf(responses, 'num_tokens_output')));
  for (const field of measuredFields) {
    const aggregates = aggregatesOf(field, valuesOf(responses, field));
    for (const part of ['average', 'p50', 'p90', 'p99']) {
      compare(`${field}-${part}`, aggregates[`${field}-${part}`]);
    }
  }
  for (const key of checkRates(stats, responses, ledger)) done.add(key);
  return done;
}

interface Rate {
  readonly amount: number;
  /** Seconds. */
  readonly window: number;
}

/** The rates, over the send window or until the end of the run. */
function checkRates(stats: JsonObject, responses: readonly JsonObject[], ledger: Ledger): string[] {
  const sent = responses.flatMap(row => moment(row['request_time']) ?? []);
  const first = sent.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const last = sent.reduce((most, at) => Math.max(most, at), Number.NEGATIVE_INFINITY);
  const end = moment(stats['end_time']);
  const input = sumOf(valuesOf(responses, 'num_tokens_input'));
  const output = sumOf(valuesOf(responses, 'num_tokens_output'));
  const sending = (last - first) / 1000;
  const running = end === null ? Number.NaN : (end - first) / 1000;
  const rates: Record<string, Rate> = {
    requests_per_minute: { amount: responses.length * 60, window: sending },
    average_input_tokens_per_minute: { amount: input * 60, window: sending },
    average_output_tokens_per_minute: { amount: output * 60, window: running },
    output_tps: { amount: output, window: running },
  };
  const wholeSeconds = sent.length > 0 && sent.every(at => at % 1000 === 0);
  if (wholeSeconds) {
    checkRoughly(stats, 'requests_per_minute', rates, ['average_input_tokens_per_minute'], ledger);
    checkRoughly(stats, 'output_tps', rates, ['average_output_tokens_per_minute'], ledger);
  } else {
    for (const [key, { amount, window }] of Object.entries(rates)) {
      ledger.compare(file, key, stats[key], window > 0 ? amount / window : undefined);
    }
  }
  return Object.keys(rates);
}

/**
 * Python LLMeter saves whole seconds, so that a window is known to a second only. Other rates over the same window
 * follow from the first.
 */
function checkRoughly(
  stats: JsonObject,
  key: string,
  rates: Readonly<Record<string, Rate>>,
  others: readonly string[],
  ledger: Ledger,
): void {
  const { amount, window } = rates[key] ?? { amount: 0, window: 0 };
  const stored = num(stats[key]);
  if (stored === null) return;
  const [least, most] = [
    amount / (window + 1),
    window > 1 ? amount / (window - 1) : Number.POSITIVE_INFINITY,
  ];
  const right = stored >= least && stored <= most;
  const range = most === Number.POSITIVE_INFINITY ? `at least ${least}` : `${least} to ${most}`;
  ledger.holds(file, key, right, stored, range);
  if (right) ledger.skip(file, key, `its times are saved in whole seconds; they allow ${range}`);
  for (const other of others) {
    ledger.compare(file, other, stats[other], ((rates[other]?.amount ?? 0) * stored) / amount);
  }
}
