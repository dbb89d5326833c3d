import type { PartsComparison } from '../compare/parts.ts';
import { partsMarkdown } from '../compare/partsMarkdown.ts';
import type { Knee } from './knee.ts';
import { loadTestLevels } from './levelParts.ts';
import { type LevelFacts, loadTestMarkdown } from './levelTable.ts';

/** Load tests as Markdown, for a pull request: the levels of each, then the comparisons with the first. */
export function loadTestsMarkdown(
  tests: readonly { name: string; levels: readonly LevelFacts[]; knee: Knee }[],
  comparisons: readonly PartsComparison[],
): string {
  return [
    ...tests.map(({ name, levels, knee }) => loadTestMarkdown(name, levels, knee)),
    ...comparisons.map(comparison => partsMarkdown(comparison, loadTestLevels)),
  ].join('\n');
}
