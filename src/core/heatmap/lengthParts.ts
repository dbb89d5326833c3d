import type { PartKind } from '../compare/parts.ts';
import { countOf, formatCount } from '../format/quantities.ts';
import type { AskedLengths } from './heatmapOf.ts';

/** The parts of heatmaps: requests that were asked for the same lengths are compared. */
export const heatmapLengths: PartKind = {
  one: 'Lengths',
  several: 'combinations of lengths',
  told: labels => `${countOf(labels.length, 'combination')} of lengths`,
  nothing: 'The heatmaps have no asked lengths in common.',
  // All combinations are sent in one stretch of time; prompts are made anew, and their lengths are compared.
  options: { rates: false, underStudy: ['prompts'] },
};

/** What a combination is found by: "100 input, 64 output tokens". */
export function lengthsLabel({ input, output }: AskedLengths): string {
  return `${formatCount(input)} input, ${formatCount(output)} output tokens`;
}
