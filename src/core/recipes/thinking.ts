import { UserError } from '../base/errors.ts';
import { isJsonObject, type JsonObject } from '../base/jsonValue.ts';
import type { PairComparison } from '../compare/result.ts';
import type { Sample } from '../compare/sample.ts';
import { formatSeconds } from '../format/quantities.ts';
import { quantile } from '../stats/percentiles.ts';
import { completed, endpointOf, usualLoad } from './planParts.ts';
import type { Recipe, RecipeEvidence, RecipeSide } from './recipe.ts';
import { failures, pairSentences, sidesOf } from './sentences.ts';

const defaults: JsonObject = {
  prompt: [
    'A bat and a ball cost 1.10 together, and the bat costs 1.00 more than the ball. What does the ball cost?',
    'Three switches outside a room belong to three lamps inside. You may enter once. Which switch is which lamp’s?',
    'How many times do the hands of a clock overlap in a day?',
    'What is the smallest number that 1 to 10 all divide?',
  ],
  maxTokens: 4096,
  ...usualLoad,
};

/** Claude says by itself how long it thinks and what it shows of it; others have to be told how hard. */
function isClaude({ kind, model }: JsonObject): boolean {
  return (
    kind === 'anthropic-messages' ||
    (`${kind}`.startsWith('bedrock-') && /anthropic|claude/i.test(`${model}`))
  );
}

function sides([plan = {}]: readonly JsonObject[]): RecipeSide[] {
  const whole = completed(plan, defaults);
  if (whole['payload'] !== undefined) {
    throw new UserError('"thinking" goes with prompts: give "prompt" instead of "payload".');
  }
  const claude = isClaude(endpointOf(whole));
  const { thinking } = whole;
  const asked = isJsonObject(thinking) && thinking['mode'] !== 'disabled' ? thinking : null;
  const on = asked ?? (claude ? { mode: 'adaptive' } : { mode: 'enabled', effort: 'medium' });
  const side = (name: string, thinking: JsonObject): RecipeSide => ({
    name,
    plan: { ...whole, thinking },
    from: 0,
  });
  const shown = claude && !('display' in on);
  return [
    side('no thinking', { mode: 'disabled' }),
    ...(shown
      ? ['summarized', 'omitted'].map(display => side(`thinking ${display}`, { ...on, display }))
      : [side('thinking', on)]),
  ];
}

function findings(evidence: RecipeEvidence): string[] {
  const told = evidence.pairs.flatMap(pair => [
    ...pairSentences(pair, 'ttft', ['ttlt']),
    ...visibleAgainstAny(evidence, pair),
  ]);
  return [...told, ...failures(evidence)];
}

/** Share of the wait for the first token of any kind. */
const negligible = 0.01;

/** Visible and any first token are of the same requests, so their difference is taken request by request. */
function visibleAgainstAny(evidence: RecipeEvidence, pair: PairComparison): string[] {
  const candidate = sidesOf(evidence, pair)?.[1];
  if (!candidate) return [];
  const waits = medianOf(
    candidate,
    i => (candidate.columns.ttft[i] ?? Number.NaN) - (candidate.columns.ttft_any[i] ?? Number.NaN),
  );
  const any = medianOf(candidate, i => candidate.columns.ttft_any[i] ?? Number.NaN);
  if (waits === null || any === null) return [];
  // Even where thinking is hidden, its block may open right before the text.
  return waits < any * negligible
    ? [
        `In ${candidate.name} nothing to speak of arrives before the first visible token: the thinking is felt as a wait.`,
      ]
    : [
        `In ${candidate.name} the first token of any kind comes after ${formatSeconds(any)}, and the first visible one ${formatSeconds(waits)} later (medians): tools that count any token call it that much faster.`,
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
  question: 'What does thinking cost in time, and how much of it does a reader see?',
  method:
    'One model gets the same prompts with and without thinking, in turn, request by request; with Claude also with its thinking omitted. The median time to the first visible token decides. Set "thinking" in a plan to say how it thinks.',
  inputs: [{ label: 'Endpoint', kinds: null }],
  defaults,
  decidingMetric: 'ttft',
  // Thinking counts as output.
  underStudy: ['answer-length'],
  sides,
  findings,
};
