import { namedColumns, rowTexts } from '../../core/compare/comparisonTable.ts';
import { type PartKind, type PartsComparison, partRows } from '../../core/compare/parts.ts';
import { partNotes, partSentences, partsMethod, partsReasons } from '../../core/compare/partsWords.ts';
import type { Styles } from '../terminal/style.ts';
import { oneLine } from '../terminal/textWidth.ts';
import { table } from './table.ts';

/** One experiment against another, part by part, as lines: caveats, findings, the table, the method. */
export function partsText(comparison: PartsComparison, kind: PartKind, styles: Styles): string[] {
  const { baseline, candidate, apart } = comparison;
  const sides = { baseline: oneLine(baseline), candidate: oneLine(candidate) };
  const rows = partRows(comparison);
  const cells = rows.map(row => rowTexts({ ...row, label: oneLine(row.label) }));
  const [head = '', ...body] = table([namedColumns(sides, kind.one), ...cells], 'right');
  const sections = [
    [styles.bold(`${sides.candidate} against ${sides.baseline}`)],
    partsReasons(comparison).map(({ severity, sentence, advice }) => {
      const style = severity === 'forbids' ? styles.bad : styles.warn;
      return `${style(oneLine(sentence))} ${styles.dim(advice)}`;
    }),
    partSentences(comparison).map(oneLine),
    rows.length === 0 ? [kind.noneInCommon] : [styles.dim(head), ...body],
    partNotes(rows).map(note => styles.dim(oneLine(note))),
    apart === null ? [] : [styles.warn(oneLine(apart))],
    partsMethod(comparison, kind).map(sentence => styles.dim(sentence)),
  ];
  return sections
    .filter(lines => lines.length > 0)
    .flatMap(lines => [...lines, ''])
    .slice(0, -1);
}
