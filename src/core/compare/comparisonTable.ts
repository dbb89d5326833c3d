import { groupBy } from '../base/groupBy.ts';
import { formatCount, formatPercent, formatQuantity, missing, quantityScale } from '../format/quantities.ts';
import type { MetricDefinition } from '../metrics/definitions.ts';
import type { Estimate } from './difference.ts';
import { methodSentences, signedDetectable } from './methodWords.ts';
import type { PairComparison, SideValue, StatisticComparison, Verdict } from './result.ts';
import { nameOf, reasonOpening } from './words.ts';

/** One statistic of one metric as text: both sides and their difference. */
export interface ComparisonRow {
  readonly key: string;
  readonly label: string;
  readonly definition: string;
  readonly decidingMetric: boolean;
  readonly baseline: string;
  readonly candidate: string;
  readonly n: string;
  /** The difference in the metric's unit, with its 95 % interval. */
  readonly absolute: string;
  /** The difference as a share of the baseline, with its 95 % interval. */
  readonly relative: string;
  readonly verdict: Verdict;
  /** Why the difference is not one between the endpoints, as a sentence; null if it can be compared. */
  readonly distrusted: string | null;
  /** The smallest differences that would probably have been detected, relative if that makes sense. */
  readonly detectable: string;
  /** Why numbers are missing or unreliable, as a sentence. */
  readonly note: string | null;
  /** The numbers behind the texts. */
  readonly found: StatisticComparison;
}

/** The column titles of the side-by-side table; `first` says what the rows are. */
export function namedColumns(sides: { baseline: string; candidate: string }, first = 'Metric'): string[] {
  const { baseline, candidate } = sides;
  return [first, baseline, candidate, 'n', 'Difference (95 % CI)', 'Relative (95 % CI)', 'Verdict'];
}

/** A row's texts for those columns. */
export function rowTexts(row: ComparisonRow): string[] {
  return [row.label, row.baseline, row.candidate, row.n, row.absolute, row.relative, verdictText(row)];
}

/** A row's verdict. Numbers that cannot be compared only appear to be better or worse. */
export function verdictText({ verdict, distrusted }: ComparisonRow): string {
  return distrusted === null ? verdict : `not comparable (${verdict})`;
}

/** Each note once, with the rows it applies to. */
export function rowNotes(rows: readonly ComparisonRow[]): string[] {
  const noted = groupBy(rows, ({ note }) => note);
  return [...noted].flatMap(([note, about]) =>
    note === null ? [] : `${about.map(({ label }) => label).join(', ')}: ${note}`,
  );
}

/** Every statistic of a comparison as a row, in the order of metrics; the deciding statistic comes first. */
export function comparisonRows({ metrics }: PairComparison): ComparisonRow[] {
  return metrics.flatMap(metric =>
    metric.statistics.map((found, i) => ({
      ...comparisonRow(metric.key, metric, found, found.notComparable ?? metric.notComparable),
      decidingMetric: metric.role === 'deciding' && i === 0,
    })),
  );
}

const failuresNote = 'Failed requests count as infinitely slow.';

/** One compared statistic as a row; `notComparable` says what forbids comparing its metric. */
export function comparisonRow(
  key: string,
  metric: MetricDefinition,
  found: StatisticComparison,
  notComparable: readonly string[] = [],
): ComparisonRow {
  const { baseline, candidate, difference } = found;
  const share = metric.unit === '';
  const write = (side: SideValue) =>
    side.value === null
      ? side.infinite
        ? '∞'
        : missing
      : share
        ? formatPercent(side.value)
        : formatQuantity(side.value, metric.unit);
  const judged = difference !== null || found.verdict !== 'not enough data';
  const distrusted =
    judged && notComparable.length > 0 ? `Not comparable: ${notComparable.join('; ')}.` : null;
  return {
    key,
    label: nameOf(metric.label, found),
    definition: metric.definition,
    decidingMetric: false,
    baseline: write(baseline),
    candidate: write(candidate),
    n: `${formatCount(baseline.n)} / ${formatCount(candidate.n)}`,
    absolute: difference === null ? missing : absoluteText(difference.absolute, metric.unit),
    relative: difference?.relative ? percentText(difference.relative, '%') : missing,
    verdict: found.verdict,
    distrusted,
    detectable: (difference?.detectable && signedDetectable(difference.detectable, metric.unit)) || missing,
    note: found.refused ?? distrusted ?? (found.failuresCount ? failuresNote : null),
    found,
  };
}

/** Adds a sign, unless the text reads as zero. */
function signed(text: string, value: number): string {
  if (!/[1-9]/.test(text)) return text.replace('-', '');
  return value > 0 ? `+${text}` : text;
}

function absoluteText(estimate: Estimate, unit: string): string {
  if (unit === '') return percentText(estimate, 'points');
  const { value, low, high } = estimate;
  const scale = quantityScale(unit, Math.max(Math.abs(low), Math.abs(high)));
  const number = (end: number) => signed(scale.number(end), end);
  return `${signed(scale.text(value), value)} (${number(low)} to ${number(high)})`;
}

function percentText({ value, low, high }: Estimate, unit: string): string {
  const decimals = decimalsFor(low, high);
  const number = (share: number) => signed((share * 100).toFixed(decimals), share);
  return `${number(value)} ${unit} (${number(low)} to ${number(high)})`;
}

/** One, or enough to keep an end from reading as 0 if the interval excludes 0. */
function decimalsFor(low: number, high: number): number {
  if (low <= 0 && high >= 0) return 1;
  const nearest = Math.min(Math.abs(low), Math.abs(high)) * 100;
  return Math.min(6, Math.max(1, Math.ceil(-Math.log10(nearest * 2))));
}

/**
 * A comparison as Markdown, for a pull request: conclusion, other reasons against it, table, notes, method.
 */
export function comparisonMarkdown(pair: PairComparison): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  const titles = namedColumns(pair);
  const rows = comparisonRows(pair);
  // The conclusion names what forbids comparing the deciding metric.
  const others = pair.reasons.filter(
    ({ severity, concerns }) =>
      severity === 'caution' ||
      (pair.decidingMetric !== null && concerns !== null && !concerns.includes(pair.decidingMetric)),
  );
  const parts = [
    `## ${cell(pair.candidate)} against ${cell(pair.baseline)}`,
    pair.conclusion,
    others.map(reason => `- ${reasonOpening(pair, reason)} ${reason.because}. ${reason.advice}`).join('\n'),
    [
      line(titles),
      line(titles.map((_, i) => (i === 0 ? '---' : '---:'))),
      ...rows.map(row => {
        const label = row.decidingMetric ? `**${row.label}**` : row.label;
        return line(rowTexts({ ...row, label }));
      }),
    ].join('\n'),
    [...rowNotes(rows), ...methodSentences(pair)].map(line => `- ${line}`).join('\n'),
  ];
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}
