import type { PartKind } from '../compare/parts.ts';
import { countOf, formatCount } from '../format/quantities.ts';
import type { AskedLengths } from './heatmapOf.ts';

/** The parts of heatmaps are combinations of requested lengths; equal combinations are compared. */
export const heatmapLengths: PartKind = {
  one: 'Lengths',
  several: 'combinations of lengths',
  listed: labels => `${countOf(labels.length, 'combination')} of lengths`,
  noneInCommon: 'The heatmaps have no requested lengths in common.',
  // All combinations share the same time, so they have no rates. Prompts differ, but not in length.
  options: { rates: false, underStudy: ['prompts'] },
};

/** The label that identifies a combination: "100 input, 64 output tokens". */
export function lengthsLabel({ input, output }: AskedLengths): string {
  return `${formatCount(input)} input, ${formatCount(output)} output tokens`;
}
