import type { PartsComparison } from '../../core/compare/parts.ts';
import { loadTestLevels } from '../../core/loadTest/levelParts.ts';
import type { LoadTest } from '../../protocol/run.ts';
import type { Styles } from '../terminal/style.ts';
import { oneLine } from '../terminal/textWidth.ts';
import { partsText } from './partsText.ts';

/** Load tests as lines: each other one against the first, level by level, then the knees of all. */
export function loadTestsText(
  tests: readonly LoadTest[],
  comparisons: readonly PartsComparison[],
  styles: Styles,
): string[] {
  const sections = [
    ...comparisons.map(comparison => partsText(comparison, loadTestLevels, styles)),
    ...tests.map(({ name, knee }) => [`${styles.bold(oneLine(name))}: ${knee.sentence}`]),
  ];
  return sections.flatMap(lines => [...lines, '']).slice(0, -1);
}
