import { UserError } from '../core/base/errors.ts';
import { isJsonObject } from '../core/base/jsonValue.ts';
import type { CollectionLengths } from '../core/plan/prompts/promptCollection.ts';
import { parsePlan, type RunPlan } from '../measure/plan/parsePlan.ts';
import type { StartHeatmap } from '../protocol/start.ts';
import { withoutRepeats } from './repeats.ts';

type HeatmapRequest = Pick<
  StartHeatmap,
  'plan' | 'source' | 'inputLengths' | 'outputLengths' | 'requestsPerCombination'
>;

/**
 * The lengths in the form of a prompt collection. Throws UserError: the plan schema's own messages would name
 * keys that the user did not write.
 */
export function lengthsOf({
  inputLengths,
  outputLengths,
  requestsPerCombination,
}: HeatmapRequest): Omit<CollectionLengths, 'seed'> {
  for (const [name, lengths] of [['input', inputLengths] as const, ['output', outputLengths] as const]) {
    if (lengths.length === 0) throw new UserError(`A heatmap needs at least one ${name} length, e.g. 128.`);
    const odd = lengths.find(length => !Number.isSafeInteger(length) || length < 1);
    if (odd !== undefined) {
      throw new UserError(`Each ${name} length must be a whole number of tokens, at least 1, not ${odd}.`);
    }
    const twice = lengths.find((length, i) => lengths.indexOf(length) !== i);
    if (twice !== undefined) throw new UserError(`The ${name} length ${twice} is listed twice.`);
  }
  if (!Number.isSafeInteger(requestsPerCombination) || requestsPerCombination < 1) {
    throw new UserError(
      `The number of requests per combination must be a whole number of at least 1, not ${requestsPerCombination}.`,
    );
  }
  return { inputTokens: inputLengths, outputTokens: outputLengths, repeat: requestsPerCombination };
}

/**
 * The checked plan with the prompts, lengths and distribution of the heatmap. Those keys of the given plan are
 * ignored. Throws UserError.
 */
export function heatmapPlan(asked: HeatmapRequest): RunPlan {
  const { plan, source } = asked;
  if (!isJsonObject(plan)) throw new UserError('The plan must be an object with an "endpoint".');
  const decided = ['prompt', 'payload', 'maxTokens', 'requests', 'duration'];
  const kept = Object.fromEntries(Object.entries(plan).filter(([key]) => !decided.includes(key)));
  const { inputTokens, outputTokens, repeat } = lengthsOf(asked);
  const own = {
    prompt: {
      collection: { ...(source !== null && { file: source }), inputTokens, outputTokens, repeat },
    },
    distribute: true,
  };
  return withoutRepeats(parsePlan({ ...kept, ...own }, 'The plan'), 'A heatmap');
}
