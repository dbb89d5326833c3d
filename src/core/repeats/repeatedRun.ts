import { markdownCell, markdownTable } from '../format/markdown.ts';
import { formatCount, missing, quantityScale } from '../format/quantities.ts';
import { scalarText } from '../format/summaryTable.ts';
import type { TextTable } from '../format/table.ts';
import { metricDefinitions } from '../metrics/definitions.ts';
import type { Distribution } from '../metrics/distribution.ts';
import type { Scalar } from '../metrics/metricColumns.ts';
import { student975 } from '../stats/student.ts';

type MetricSet = Readonly<Record<string, Distribution | Scalar>>;

/** A number of a repeated run: its values in the runs, and what they say together. */
export interface RepeatedNumber {
  readonly key: string;
  /** "TTFT p50", or the name of a rate or share. */
  readonly label: string;
  readonly unit: string;
  /** In the order of the runs; null where a run has none. */
  readonly values: readonly (number | null)[];
  readonly mean: number | null;
  /** 95 % confidence interval of the mean, from the differences between the runs; null with fewer than three. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Standard deviation between the runs; null with fewer than two. */
  readonly deviation: number | null;
}

const latencies = ['ttft', 'ttlt', 'tpot', 'itl'] as const;
const latencyPercentiles = ['p50', 'p90', 'p99'] as const;
const totals = [
  'request_throughput',
  'steady_request_throughput',
  'output_token_throughput',
  'steady_output_token_throughput',
  'goodput',
  'goodput_rate',
  'error_rate',
] as const;

/** With fewer runs, an interval would span almost everything. */
const fewestForInterval = 3;

/** The numbers of a run that was repeated. Percentiles with too few values in a run are left out. */
export function repeatedNumbers(runs: readonly MetricSet[]): RepeatedNumber[] {
  const numbers = [
    ...latencies.flatMap(key =>
      latencyPercentiles.map(percentile =>
        numberOf(
          `${key}.${percentile}`,
          `${metricDefinitions[key].label} ${percentile}`,
          metricDefinitions[key].unit,
          runs.map(run => percentileOf(run[key], percentile)),
        ),
      ),
    ),
    ...totals.map(key =>
      numberOf(
        key,
        metricDefinitions[key].label,
        metricDefinitions[key].unit,
        runs.map(run => totalOf(run[key])),
      ),
    ),
  ];
  return numbers.filter(({ values }) => values.some(value => value !== null));
}

function percentileOf(metric: Distribution | Scalar | undefined, key: (typeof latencyPercentiles)[number]) {
  return metric && 'p50' in metric && metric.unreliable[key] === undefined ? metric[key] : null;
}

function totalOf(metric: Distribution | Scalar | undefined): number | null {
  return metric && 'value' in metric ? metric.value : null;
}

function numberOf(
  key: string,
  label: string,
  unit: string,
  values: readonly (number | null)[],
): RepeatedNumber {
  const known = values.filter(value => value !== null);
  const n = known.length;
  const mean = n === 0 ? null : sum(known) / n;
  const deviation = mean === null || n < 2 ? null : Math.sqrt(sum(known.map(x => (x - mean) ** 2)) / (n - 1));
  const reach =
    deviation === null || n < fewestForInterval ? null : (student975(n - 1) * deviation) / Math.sqrt(n);
  const interval = mean === null || reach === null ? null : ([mean - reach, mean + reach] as const);
  return { key, label, unit, values, mean, interval, deviation };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The numbers as text: the mean of the runs, its interval, how much runs differ, and the value of each. */
export function repeatedTable(numbers: readonly RepeatedNumber[], runs: readonly string[]): TextTable {
  return {
    columns: ['', `Mean of ${formatCount(runs.length)} runs`, '95 % CI', 'Deviation between runs', ...runs],
    rows: numbers.map(({ key, label, unit, values, mean, interval, deviation }) => {
      const scale = quantityScale(unit, mean);
      const write = (value: number | null) =>
        value === null ? missing : unit === '' ? scalarText(key, { n: 0, value, unit }) : scale.text(value);
      const range =
        interval === null ? missing : `${write(Math.max(0, interval[0]))} to ${write(interval[1])}`;
      return [label, write(mean), range, write(deviation), ...values.map(write)];
    }),
  };
}

/** How to read the numbers, as a sentence. */
export const repeatedMeaning =
  'Each interval comes from the differences between the runs (Student’s t), so it allows for loads that change from run to run; it needs three runs.';

/** The numbers as Markdown, for a pull request. */
export function repeatedMarkdown({
  name,
  runs,
  numbers,
  warnings,
}: {
  readonly name: string;
  readonly runs: readonly { readonly name: string }[];
  readonly numbers: readonly RepeatedNumber[];
  readonly warnings: readonly string[];
}): string {
  const names = runs.map(run => run.name);
  const notes = [...warnings, repeatedMeaning].map(text => `- ${markdownCell(text)}`);
  const parts = [`## ${markdownCell(name)}`, markdownTable(repeatedTable(numbers, names)), notes.join('\n')];
  return `${parts.join('\n\n')}\n`;
}
