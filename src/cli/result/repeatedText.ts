import { repeatedMeaning, repeatedTable } from '../../core/repeats/repeatedRun.ts';
import type { RepeatedRun } from '../../protocol/experiments.ts';
import type { Styles } from '../terminal/style.ts';
import { oneLine } from '../terminal/textWidth.ts';
import { table } from './table.ts';

/** A repeated run: the mean of each number, its interval, and its value in each run. */
export function repeatedText({ folder, runs, numbers }: RepeatedRun, styles: Styles): string[] {
  const { columns, rows } = repeatedTable(
    numbers,
    runs.map(({ name }) => oneLine(name)),
  );
  const [head = '', ...lines] = table([columns, ...rows], 'right');
  return [styles.dim(head), ...lines, '', styles.dim(repeatedMeaning), '', `Folder: ${styles.bold(folder)}`];
}
