import { isJsonObject, type JsonObject, type JsonValue } from '../../base/jsonValue.ts';
import { toFixedHalfEven } from './toFixedHalfEven.ts';

/** The statistic shown under a label: a key, or `[key, 'inv']` for its reciprocal. */
export type DisplaySpec = string | readonly [key: string, modifier: string] | readonly string[];

/** Statistics by their labels, and groups of them by their names. */
export type Display = Readonly<Record<string, DisplaySpec | Readonly<Record<string, DisplaySpec>>>>;

/** Labels and statistics of LLMeter's live display, in order (llmeter-format 6). */
export const defaultDisplayStats: Readonly<Record<string, DisplaySpec>> = {
  rpm: 'requests_per_minute',
  output_tps: 'output_tps',
  p50_ttft: 'time_to_first_token-p50',
  p90_ttft: 'time_to_first_token-p90',
  p50_ttlt: 'time_to_last_token-p50',
  p90_ttlt: 'time_to_last_token-p90',
  p50_tps: ['time_per_output_token-p50', 'inv'],
  input_tokens: 'total_input_tokens',
  output_tokens: 'total_output_tokens',
  fail: 'failed_requests',
};

/** A group gets the labels that contain one of its patterns; `Other` gets the rest. */
export type DisplayGroups = readonly (readonly [name: string, patterns: readonly string[]])[];

export const defaultGroups: DisplayGroups = [
  ['Throughput', ['rpm', 'tps']],
  ['TTFT', ['ttft']],
  ['TTLT', ['ttlt']],
  ['Tokens', ['token']],
  ['Errors', ['fail']],
  ['Other', []],
];

/** One group of the display: labels with values formatted for people. */
export interface StatGroup {
  name: string;
  entries: { label: string; value: string; key: string }[];
}

const placeholder = '—';

/**
 * The statistics that `specs` names, formatted and in groups (llmeter-format 6). Pass `{}` before the first
 * response: every label then shows a dash. Labels that match no group are dropped if there is no `Other`. The
 * groups that `display` names come last.
 */
export function groupStats(
  stats: JsonObject,
  display: Display = defaultDisplayStats,
  groups: DisplayGroups = defaultGroups,
): StatGroup[] {
  const made: StatGroup[] = groups.map(([name]) => ({ name, entries: [] }));
  const entryOf = (label: string, spec: DisplaySpec) => {
    const { key, inverse } = readSpec(spec);
    return { label, value: formatStat(key, stats[key] ?? null, inverse), key };
  };
  for (const [label, shown] of Object.entries(display)) {
    if (isDisplaySpec(shown)) {
      const name = groupOf(label, groups);
      made.find(group => group.name === name)?.entries.push(entryOf(label, shown));
    } else {
      made.push({ name: label, entries: Object.entries(shown).map(([own, spec]) => entryOf(own, spec)) });
    }
  }
  return made.filter(group => group.entries.length > 0);
}

/** The statistics of a display without its groups, as LLMeter's `progress_bar_stats`. */
export function ungrouped(display: Display): Record<string, DisplaySpec> {
  return Object.fromEntries(
    Object.entries(display).flatMap(([label, shown]): [string, DisplaySpec][] =>
      isDisplaySpec(shown) ? [[label, shown]] : Object.entries(shown),
    ),
  );
}

/** The display as lines of text, with `prefix` (such as `reqs=12`) above; empty without groups. */
export function terminalBlock(groups: readonly StatGroup[], prefix = ''): string[] {
  if (groups.length === 0) return [];
  const lines = groups.map(
    ({ name, entries }) => `  ${name}: ${entries.map(({ label, value }) => `${label}=${value}`).join('  ')}`,
  );
  return prefix === '' ? lines : [`  ${prefix}`, ...lines];
}

/** Reads `progress_bar_stats` of a saved configuration: null means the defaults, `{}` means nothing. */
export function readDisplaySpecs(saved: JsonValue): Readonly<Record<string, DisplaySpec>> {
  if (!isJsonObject(saved)) return defaultDisplayStats;
  return Object.fromEntries(
    Object.entries(saved).filter((entry): entry is [string, DisplaySpec] => isDisplaySpec(entry[1])),
  );
}

/** Whether a value of a saved `progress_bar_stats` is valid. */
export function isDisplaySpec(value: unknown): value is DisplaySpec {
  if (typeof value === 'string') return true;
  return Array.isArray(value) && value.length > 0 && value.every(part => typeof part === 'string');
}

/** Whether a value of a saved plan is a display. */
export function isDisplay(value: unknown): value is Display {
  return (
    isJsonObject(value) &&
    Object.values(value).every(
      shown => isDisplaySpec(shown) || (isJsonObject(shown) && Object.values(shown).every(isDisplaySpec)),
    )
  );
}

/** Also reads `[metric, 'p99', 'inv']`, the form in the Python guide, which Python itself cannot read. */
function readSpec(spec: DisplaySpec): { key: string; inverse: boolean } {
  if (typeof spec === 'string') return { key: spec, inverse: false };
  const inverse = spec.at(-1) === 'inv';
  return { key: (inverse ? spec.slice(0, -1) : spec).join('-'), inverse };
}

function groupOf(label: string, groups: DisplayGroups): string {
  const lower = label.toLowerCase();
  const found = groups.find(([, patterns]) => patterns.some(p => p !== '' && lower.includes(p)));
  return found?.[0] ?? 'Other';
}

function formatStat(key: string, value: JsonValue, inverse: boolean): string {
  if (value === null) return placeholder;
  if (typeof value !== 'number') return typeof value === 'string' ? value : JSON.stringify(value);
  if (!Number.isFinite(value)) return placeholder;
  // LLMeter shows "0.000s" for an infinite rate.
  if (inverse) return value > 0 ? `${toFixedHalfEven(1 / value, 1)} tok/s` : placeholder;
  if (key.includes('tps')) return `${toFixedHalfEven(value, 1)} tok/s`;
  if (/time|ttft|ttlt/.test(key)) return `${toFixedHalfEven(value, 3)}s`;
  return toFixedHalfEven(value, 1);
}
