import { markdownCell, markdownTable } from '../format/markdown.ts';
import { type ComparisonRow, rowNotes, rowTexts } from './comparisonTable.ts';

interface Told {
  readonly baseline: string;
  readonly candidate: string;
  /** What the rows are of. */
  readonly first: string;
  readonly rows: readonly ComparisonRow[];
  /** Instead of a table without rows. */
  readonly nothing: string;
  readonly apart: string | null;
  readonly verdicts: string;
}

/** Differences of parts, such as a load test's levels, as Markdown for a pull request. */
export function rowsMarkdown({ baseline, candidate, first, rows, nothing, apart, verdicts }: Told): string {
  const table = markdownTable({
    columns: [first, baseline, candidate, 'n', 'Difference (95 % CI)', 'Relative (95 % CI)', 'Verdict'],
    rows: rows.map(rowTexts),
  });
  const parts = [
    `## ${markdownCell(candidate)} against ${markdownCell(baseline)}`,
    rows.length === 0 ? nothing : table,
    rowNotes(rows)
      .map(note => `- ${note}`)
      .join('\n'),
    apart ?? '',
    rows.length === 0 ? '' : verdicts,
  ];
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}
