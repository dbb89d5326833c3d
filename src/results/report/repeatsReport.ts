import { repeatedMeaning, repeatedTable } from '../../core/repeats/repeatedRun.ts';
import type { RepeatedRun } from '../../protocol/experiments.ts';
import { heading, list, note, tableOf } from './sections.ts';

/** A repeated run: its numbers with the differences between its runs. */
export function repeatsBody({ name, runs, numbers, warnings }: RepeatedRun): string[] {
  return [
    heading(2, name),
    ...(warnings.length === 0 ? [] : [list(warnings)]),
    tableOf(
      repeatedTable(
        numbers,
        runs.map(run => run.name),
      ),
    ),
    note(repeatedMeaning),
  ];
}
