import { countOf, formatCount } from '../format/quantities.ts';
import type { AchievedLengths } from './heatmap.ts';

/** Deviations up to this share are not reported, because tokenizers differ slightly. */
const tolerated = 0.1;

/**
 * What may be wrong with the data of a heatmap, as sentences.
 * @param planned number of requests planned
 * @param sent number of requests measured
 * @param unplaced number of those that are in no cell
 * @param empty number of those whose answer held no token
 */
export function heatmapWarnings(
  achieved: readonly AchievedLengths[],
  planned: number,
  sent: number,
  unplaced: number,
  empty: number,
): string[] {
  const warnings: string[] = [];
  if (planned > sent) {
    const missing = planned - sent;
    const have = missing === 1 ? 'has' : 'have';
    warnings.push(`${formatCount(missing)} of ${countOf(planned, 'request')} ${have} no response.`);
  }
  if (empty > 0) {
    warnings.push(`${formatCount(empty)} of ${countOf(sent, 'answer')} held no token and have no times.`);
  }
  if (unplaced > 0) {
    const [are, their] = unplaced === 1 ? ['is', 'its'] : ['are', 'their'];
    warnings.push(
      `${countOf(unplaced, 'request')} ${are} in no cell because ${their} token counts are not known.`,
    );
  }
  const { shorter: shortOutputs, longer: longOutputs } = missedLengths(achieved, 'askedOutput', 'output');
  if (shortOutputs !== null) {
    warnings.push(
      `Outputs were shorter than requested: ${shortOutputs}. The model may stop before the limit. Cells use the achieved lengths.`,
    );
  }
  if (longOutputs !== null) {
    warnings.push(
      `Outputs were longer than requested: ${longOutputs}. The provider may ignore the limit, or not apply it to reasoning. Cells use the achieved lengths.`,
    );
  }
  const { shorter: shortPrompts, longer: longPrompts } = missedLengths(achieved, 'askedInput', 'input');
  if (shortPrompts !== null) {
    warnings.push(
      `Prompts were shorter than requested: ${shortPrompts}. The source text is too short, or the provider counts tokens differently from the plan's "tokenizer".`,
    );
  }
  if (longPrompts !== null) {
    warnings.push(
      `Prompts were longer than requested: ${longPrompts}. The system prompt and the provider's prompt template count too, or the provider counts tokens differently from the plan's "tokenizer". Cells use the achieved lengths.`,
    );
  }
  return warnings;
}

/** The requested lengths that are typically missed, with the achieved ones: "512 tokens (typically 301)". */
function missedLengths(
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
