import { markdownCell } from '../format/markdown.ts';
import { comparisonMarkdown } from './comparisonTable.ts';
import type { PairComparison } from './result.ts';

/** A comparison of runs as Markdown, for a pull request: findings, each pair, warnings. */
export function comparisonsMarkdown({
  recipe,
  findings,
  comparison,
}: {
  readonly recipe: string | null;
  readonly findings: readonly string[];
  readonly comparison: { readonly pairs: readonly PairComparison[]; readonly warnings: readonly string[] };
}): string {
  const list = (lines: readonly string[]) => lines.map(line => `- ${markdownCell(line)}`).join('\n');
  const { pairs, warnings } = comparison;
  return [
    ...(findings.length === 0 ? [] : [`## ${markdownCell(recipe ?? 'Findings')}\n\n${list(findings)}\n`]),
    ...pairs.map(comparisonMarkdown),
    ...(warnings.length === 0 ? [] : [`${list(warnings)}\n`]),
  ].join('\n');
}
