import { markdownCell, markdownTable } from '../format/markdown.ts';
import { namedColumns, rowTexts } from './comparisonTable.ts';
import { type PartKind, type PartsComparison, partRows } from './parts.ts';
import { partNotes, partSentences, partsMethod, partsReasons } from './partsWords.ts';

/** The comparison of two experiments part by part as Markdown, for a pull request. */
export function partsMarkdown(comparison: PartsComparison, kind: PartKind): string {
  const { baseline, candidate, apart } = comparison;
  const rows = partRows(comparison);
  const list = (lines: readonly string[]) => lines.map(line => `- ${markdownCell(line)}`).join('\n');
  const table = markdownTable({ columns: namedColumns(comparison, kind.one), rows: rows.map(rowTexts) });
  const parts = [
    `## ${markdownCell(candidate)} against ${markdownCell(baseline)}`,
    list(partsReasons(comparison).map(({ sentence, advice }) => `${sentence} ${advice}`)),
    list(partSentences(comparison)),
    rows.length === 0 ? kind.noneInCommon : table,
    list([...partNotes(rows), ...(apart === null ? [] : [apart]), ...partsMethod(comparison, kind)]),
  ];
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}
