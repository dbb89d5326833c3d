import type { Part, PartKind } from '../compare/parts.ts';
import type { Sample } from '../compare/sample.ts';
import { countOf } from '../format/quantities.ts';

/** The parts of load tests are levels; those with the same number of clients are compared. */
export const loadTestLevels: PartKind = {
  one: 'Level',
  several: 'levels',
  listed: labels => labels.join(', '),
  noneInCommon: 'The load tests have no level in common.',
  options: {},
};

/** A level, identified by its number of clients. */
export function levelPart(sample: Sample): Part {
  return { label: countOf(sample.conditions.clients, 'client'), sample };
}
