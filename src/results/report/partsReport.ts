import { namedColumns, rowTexts } from '../../core/compare/comparisonTable.ts';
import { detectsMeaning } from '../../core/compare/methodWords.ts';
import { type PartKind, type PartsComparison, partRows } from '../../core/compare/parts.ts';
import { partNotes, partSentences, partsMethod, partsReasons } from '../../core/compare/partsWords.ts';
import { htmlTable } from './html.ts';
import { heading, list, note, paragraph, reasonParagraph } from './sections.ts';

/** Compares two experiments part by part: reasons against it, findings, numbers and method. */
export function partsSection(comparison: PartsComparison, kind: PartKind): string[] {
  const { baseline, candidate, apart } = comparison;
  const rows = partRows(comparison);
  const notes = [...partNotes(rows), ...(apart === null ? [] : [apart]), ...partsMethod(comparison, kind)];
  return [
    heading(2, `${candidate} against ${baseline}`),
    ...partsReasons(comparison).map(({ severity, sentence, advice }) =>
      reasonParagraph(severity, `${sentence} ${advice}`),
    ),
    list(partSentences(comparison)),
    ...(rows.length === 0
      ? [paragraph(kind.noneInCommon)]
      : [
          htmlTable(
            [...namedColumns(comparison, kind.one), 'Detects'],
            rows.map(row => [...rowTexts(row), row.detectable]),
          ),
          note(`Detects: ${detectsMeaning}`),
        ]),
    ...notes.map(note),
  ];
}
