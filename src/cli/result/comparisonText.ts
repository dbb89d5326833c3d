import { arrangementSentences } from '../../core/compare/arrangement.ts';
import {
  type ComparisonRow,
  comparisonColumns,
  comparisonMarkdown,
  comparisonRows,
} from '../../core/compare/comparisonTable.ts';
import type { PairComparison } from '../../core/compare/result.ts';
import { reasonOpening } from '../../core/compare/words.ts';
import { formatPercent, formatQuantity } from '../../core/format/quantities.ts';
import type { Style, Styles } from '../terminal/style.ts';
import { oneLine } from '../terminal/textWidth.ts';
import { table } from './table.ts';

/** What was found, and each pair in full, as lines. */
export function comparedText(
  findings: readonly string[],
  pairs: readonly PairComparison[],
  styles: Styles,
): string[] {
  const found = findings.map(finding => styles.bold(oneLine(finding)));
  return [...(found.length > 0 ? [found] : []), ...pairs.map(pair => comparisonText(pair, styles))]
    .flatMap(lines => [...lines, ''])
    .slice(0, -1);
}

/** The same as Markdown. */
export function comparedMarkdown(findings: readonly string[], pairs: readonly PairComparison[]): string {
  const found = findings.length === 0 ? [] : [`${findings.map(finding => `- ${finding}`).join('\n')}\n`];
  return [...found, ...pairs.map(comparisonMarkdown)].join('\n');
}

/**
 * One candidate against the baseline as lines: what forbids or hampers the comparison first, then what was
 * found, the table of all statistics, each metric in words, and how to read the verdicts together.
 */
export function comparisonText(pair: PairComparison, styles: Styles): string[] {
  const sections = [
    [styles.bold(`${oneLine(pair.candidate)} against ${oneLine(pair.baseline)}`)],
    pair.reasons.map(reason => {
      const style = reason.severity === 'forbids' ? styles.bad : styles.warn;
      return `${style(reasonOpening(pair, reason))} ${oneLine(reason.because)}. ${styles.dim(reason.advice)}`;
    }),
    [styles.bold(oneLine(pair.conclusion)), detectable(pair)].filter(line => line !== ''),
    comparisonTable(pair, styles),
    notes(comparisonRows(pair), styles),
    pair.metrics.filter(({ role }) => role === 'exploratory').map(({ sentence }) => oneLine(sentence)),
    [styles.dim(arrangementSentences[pair.arrangement])],
    [pair.family],
  ];
  return sections
    .filter(lines => lines.some(line => line !== ''))
    .flatMap(lines => [...lines, ''])
    .slice(0, -1);
}

/** How small a difference such runs can show; a finding of no difference says it already. */
function detectable({ metrics, headline }: PairComparison): string {
  const metric = metrics.find(({ key }) => key === headline);
  const found = metric?.statistics[0];
  const size = found?.difference?.detectable;
  if (!metric || !size || found.verdict === 'no detectable difference') return '';
  const share = size.relative ?? (metric.unit === '' ? size.absolute : null);
  const least = share === null ? formatQuantity(size.absolute, metric.unit) : formatPercent(share);
  const points = size.relative === null && metric.unit === '' ? ' (points)' : '';
  return `Runs like these detect a true difference of ${least}${points} in 80 of 100 cases.`;
}

function comparisonTable(pair: PairComparison, styles: Styles): string[] {
  const named = { baseline: oneLine(pair.baseline), candidate: oneLine(pair.candidate) } as const;
  const titles = comparisonColumns.map(column =>
    column in named ? named[column as keyof typeof named] : column,
  );
  const looks: Readonly<Record<string, Style>> = {
    better: styles.good,
    worse: styles.bad,
    'not enough data': styles.dim,
  };
  const rows = comparisonRows(pair).map(row => [
    row.headline ? styles.bold(row.label) : row.label,
    row.baseline,
    row.candidate,
    row.n,
    row.absolute,
    row.relative,
    `${looks[row.verdict]?.(row.verdict) ?? row.verdict}${row.note === null ? '' : '*'}`,
  ]);
  const [head = '', ...lines] = table([titles, ...rows], 'right');
  return [styles.dim(head), ...lines];
}

/** Each note once, with the rows it is about. */
function notes(rows: readonly ComparisonRow[], styles: Styles): string[] {
  const labels = Map.groupBy(
    rows.filter(row => row.note !== null),
    row => row.note ?? '',
  );
  return [...labels].map(([note, about]) =>
    styles.dim(`* ${about.map(({ label }) => label).join(', ')}: ${oneLine(note)}`),
  );
}
