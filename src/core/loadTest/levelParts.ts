import type { Part, PartKind } from '../compare/parts.ts';
import type { Sample } from '../compare/sample.ts';
import { countOf } from '../format/quantities.ts';

/** The parts of load tests: levels with the same number of clients are compared. */
export const loadTestLevels: PartKind = {
  one: 'Level',
  several: 'levels',
  told: labels => labels.join(', '),
  nothing: 'The tests have no number of clients in common.',
  options: {},
};

/** A level, found by its number of clients. */
export function levelPart(sample: Sample): Part {
  return { label: countOf(sample.conditions.clients, 'client'), sample };
}
