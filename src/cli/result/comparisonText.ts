import {
  comparisonMarkdown,
  comparisonRows,
  namedColumns,
  rowNotes,
  rowTexts,
} from '../../core/compare/comparisonTable.ts';
import { methodSentences } from '../../core/compare/methodWords.ts';
import type { PairComparison } from '../../core/compare/result.ts';
import { measuredSentence, reasonOpening } from '../../core/compare/words.ts';
import type { Style, Styles } from '../terminal/style.ts';
import { oneLine } from '../terminal/textWidth.ts';
import { table } from './table.ts';

/** The findings, then each comparison in full, as lines. */
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
 * One run against the baseline as lines: the caveats first, then the conclusion, the table of all statistics,
 * each metric in words, and the method.
 */
export function comparisonText(pair: PairComparison, styles: Styles): string[] {
  const sections = [
    [styles.bold(`${oneLine(pair.candidate)} against ${oneLine(pair.baseline)}`)],
    pair.reasons.map(reason => {
      const style = reason.severity === 'forbids' ? styles.bad : styles.warn;
      return `${style(reasonOpening(pair, reason))} ${oneLine(reason.because)}. ${styles.dim(reason.advice)}`;
    }),
    [styles.bold(oneLine(pair.conclusion))],
    comparisonTable(pair, styles),
    rowNotes(comparisonRows(pair)).map(note => styles.dim(`* ${oneLine(note)}`)),
    pair.metrics
      .filter(({ role }) => role === 'exploratory')
      .map(metric => oneLine(measuredSentence(metric))),
    methodSentences(pair).map(sentence => styles.dim(sentence)),
  ];
  return sections
    .filter(lines => lines.some(line => line !== ''))
    .flatMap(lines => [...lines, ''])
    .slice(0, -1);
}

function comparisonTable(pair: PairComparison, styles: Styles): string[] {
  const sides = { baseline: oneLine(pair.baseline), candidate: oneLine(pair.candidate) };
  const verdictStyles: Readonly<Record<string, Style>> = {
    better: styles.good,
    worse: styles.bad,
    'not enough data': styles.dim,
    'cannot be judged apart from the moment': styles.dim,
  };
  const rows = comparisonRows(pair).map(row => {
    const [label = '', ...cells] = rowTexts(row);
    const verdict = cells.pop() ?? '';
    return [
      row.decidingMetric ? styles.bold(label) : label,
      ...cells,
      `${verdictStyles[verdict]?.(verdict) ?? verdict}${row.note === null ? '' : '*'}`,
    ];
  });
  const [head = '', ...lines] = table([namedColumns(sides), ...rows], 'right');
  return [styles.dim(head), ...lines];
}
