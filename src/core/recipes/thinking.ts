import { UserError } from '../base/errors.ts';
import { isJsonObject, type JsonObject } from '../base/jsonValue.ts';
import type { PairComparison } from '../compare/result.ts';
import type { Sample } from '../compare/sample.ts';
import { formatSeconds } from '../format/quantities.ts';
import { quantile } from '../stats/percentiles.ts';
import { defaultLoad, endpointInPlan, withDefaults } from './planParts.ts';
import type { Recipe, RecipeEvidence, RecipeSide } from './recipe.ts';
import { failureSentences, pairSentences, sidesOf } from './sentences.ts';

const defaults: JsonObject = {
  prompt: [
    'A bat and a ball cost 1.10 together, and the bat costs 1.00 more than the ball. What does the ball cost?',
    'Three switches outside a room belong to three lamps inside. You may enter once. Which switch is which lamp’s?',
    'How many times do the hands of a clock overlap in a day?',
    'What is the smallest number that 1 to 10 all divide?',
  ],
  maxTokens: 4096,
  ...defaultLoad,
};

/** Claude decides how much to think, and can omit its thinking. Other models need an effort. */
function isClaude({ kind, model }: JsonObject): boolean {
  return (
    kind === 'anthropic-messages' ||
    (`${kind}`.startsWith('bedrock-') && /anthropic|claude/i.test(`${model}`))
  );
}

function sides([plan = {}]: readonly JsonObject[]): RecipeSide[] {
  const whole = withDefaults(plan, defaults);
  if (whole['payload'] !== undefined) {
    throw new UserError(
      'This recipe sets "thinking", which only works with prompts: use "prompt" instead of "payload".',
    );
  }
  const claude = isClaude(endpointInPlan(whole));
  const { thinking } = whole;
  const given = isJsonObject(thinking) && thinking['mode'] !== 'disabled' ? thinking : null;
  const on = given ?? (claude ? { mode: 'adaptive' } : { mode: 'enabled', effort: 'medium' });
  const side = (name: string, thinking: JsonObject): RecipeSide => ({
    name,
    plan: { ...whole, thinking },
    from: 0,
  });
  const bothDisplays = claude && !('display' in on);
  return [
    side('no thinking', { mode: 'disabled' }),
    ...(bothDisplays
      ? ['summarized', 'omitted'].map(display => side(`thinking ${display}`, { ...on, display }))
      : [side('thinking', on)]),
  ];
}

function findings(evidence: RecipeEvidence): string[] {
  const sentences = evidence.pairs.flatMap(pair => [
    ...pairSentences(pair, 'ttft', ['ttlt']),
    ...visibleVersusAny(evidence, pair),
  ]);
  return [...sentences, ...failureSentences(evidence)];
}

/** As a share of the time to the first token of any kind. */
const negligible = 0.01;

/** How long the first visible token comes after the first of any kind, request by request. */
function visibleVersusAny(evidence: RecipeEvidence, pair: PairComparison): string[] {
  const candidate = sidesOf(evidence, pair)?.[1];
  if (!candidate) return [];
  const waits = medianOf(
    candidate,
    i => (candidate.columns.ttft[i] ?? Number.NaN) - (candidate.columns.ttft_any[i] ?? Number.NaN),
  );
  const any = medianOf(candidate, i => candidate.columns.ttft_any[i] ?? Number.NaN);
  if (waits === null || any === null) return [];
  // Even if thinking is hidden, its block may open right before the text.
  return waits < any * negligible
    ? [
        `In ${candidate.name}, almost nothing arrives before the first visible token: a reader experiences the thinking as a wait.`,
      ]
    : [
        `In ${candidate.name}, the first token of any kind arrives after ${formatSeconds(any)}, and the first visible one ${formatSeconds(waits)} later (medians). Tools that count any token report a TTFT that is shorter by that much.`,
      ];
}

function medianOf({ columns }: Sample, value: (index: number) => number): number | null {
  const values = Float64Array.from(columns.ttft, (_, i) => value(i))
    .filter(Number.isFinite)
    .sort();
  return values.length === 0 ? null : quantile(values, 0.5);
}

export const thinkingRecipe: Recipe = {
  id: 'thinking',
  title: 'Thinking on and off',
  question: 'How much time does thinking cost, and how much of it does a reader see?',
  method:
    'One model gets the same prompts with and without thinking, interleaved request by request. Claude has a third side, with its thinking omitted from the response. The median TTFT, to the first visible token, decides. Set "thinking" in a plan to choose how the model thinks.',
  inputs: [{ label: 'Endpoint', kinds: null }],
  defaults,
  decidingMetric: 'ttft',
  // Thinking tokens count as output.
  underStudy: ['answer-length'],
  sides,
  findings,
};
