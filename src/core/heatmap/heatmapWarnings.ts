import { countOf, formatCount } from '../format/quantities.ts';
import type { AchievedLengths } from './heatmap.ts';

/** Lengths this near to what was asked for are taken as met: tokenizers differ a little. */
const tolerated = 0.1;

/** What a reader of a heatmap must know of its data, as sentences. */
export function heatmapWarnings(
  achieved: readonly AchievedLengths[],
  planned: number,
  sent: number,
  unplaced: number,
): string[] {
  const warnings: string[] = [];
  if (planned > sent) {
    warnings.push(`${formatCount(planned - sent)} of ${countOf(planned, 'request')} have no answer.`);
  }
  if (unplaced > 0) {
    const [are, they] = unplaced === 1 ? ['request is', 'it'] : ['requests are', 'they'];
    warnings.push(`${formatCount(unplaced)} ${are} in no cell: how many tokens ${they} had is not known.`);
  }
  const { shorter: shortAnswers, longer: longAnswers } = missed(achieved, 'askedOutput', 'output');
  if (shortAnswers !== null) {
    warnings.push(
      `Answers were shorter than asked for: ${shortAnswers}. The model may end before the limit; cells are by the length that was achieved.`,
    );
  }
  if (longAnswers !== null) {
    warnings.push(
      `Answers were longer than asked for: ${longAnswers}. The provider does not heed the limit, or counts reasoning beside it; cells are by the length that was achieved.`,
    );
  }
  const { shorter: shortPrompts, longer: longPrompts } = missed(achieved, 'askedInput', 'input');
  if (shortPrompts !== null) {
    warnings.push(
      `Prompts were shorter than asked for: ${shortPrompts}. The source text is too short, or the provider counts tokens differently from the plan's "tokenizer".`,
    );
  }
  if (longPrompts !== null) {
    warnings.push(
      `Prompts were longer than asked for: ${longPrompts}. A system prompt and what the provider puts around a prompt count too, or the provider counts tokens differently from the plan's "tokenizer"; cells are by the length that was achieved.`,
    );
  }
  return warnings;
}

/** The asked lengths whose typical outcome is well below or above, with that: "512 tokens (typically 301)". */
function missed(
  achieved: readonly AchievedLengths[],
  asked: 'askedInput' | 'askedOutput',
  axis: 'input' | 'output',
): Record<'shorter' | 'longer', string | null> {
  const medians = new Map<number, number[]>();
  for (const one of achieved) {
    const found = one[axis];
    if (found) medians.set(one[asked], [...(medians.get(one[asked]) ?? []), found.p50]);
  }
  const outcomes = [...medians]
    .map(([length, found]) => ({ length, typical: found.reduce((sum, p50) => sum + p50, 0) / found.length }))
    .sort((a, b) => a.length - b.length);
  const listed = (isMissed: (share: number) => boolean) => {
    const texts = outcomes
      .filter(({ length, typical }) => isMissed(typical / length))
      .map(
        ({ length, typical }) =>
          `${formatCount(length)} tokens (typically ${formatCount(Math.round(typical))})`,
      );
    return texts.length === 0 ? null : texts.join(', ');
  };
  return {
    shorter: listed(share => share < 1 - tolerated),
    longer: listed(share => share > 1 + tolerated),
  };
}
