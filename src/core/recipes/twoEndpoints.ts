import type { JsonObject } from '../base/jsonValue.ts';
import type { ComparedKey } from '../compare/comparedMetrics.ts';
import { defaultLoad, defaultPrompts, withDefaults } from './planParts.ts';
import type { Recipe } from './recipe.ts';
import { failureSentences, metricOf, pairSentences } from './sentences.ts';
import { sideNames } from './sideNames.ts';

/** What differs between recipes that send the same prompts to two endpoints. */
type Question = Pick<Recipe, 'id' | 'title' | 'question' | 'method' | 'decidingMetric' | 'underStudy'> & {
  maxTokens: number;
  /** Other metrics to report. */
  also: readonly ComparedKey[];
  /** What to do if the deciding metric is not available for both sides, as a sentence. */
  advice: string;
};

function twoEndpoints({ maxTokens, also, advice, ...recipe }: Question): Recipe {
  const defaults: JsonObject = { prompt: defaultPrompts, maxTokens, ...defaultLoad };
  return {
    ...recipe,
    inputs: [
      { label: 'Endpoint A', kinds: null },
      { label: 'Endpoint B', kinds: null },
    ],
    defaults,
    sides: plans => {
      const names = sideNames(plans);
      return plans.map((plan, i) => ({
        name: names[i] ?? `${i + 1}`,
        plan: withDefaults(plan, defaults),
        from: i,
      }));
    },
    findings: evidence => [
      ...evidence.pairs.flatMap(pair => [
        ...pairSentences(pair, recipe.decidingMetric, also),
        ...(metricOf(pair, recipe.decidingMetric) ? [] : [advice]),
      ]),
      ...failureSentences(evidence),
    ],
  };
}

export const ttftRecipe = twoEndpoints({
  id: 'ttft',
  title: 'Time to first token',
  question: 'Which of two endpoints answers sooner?',
  method: 'Both get the same prompts, interleaved request by request. The median TTFT decides.',
  decidingMetric: 'ttft',
  underStudy: [],
  maxTokens: 64,
  also: ['ttft_any', 'ttlt'],
  advice: 'Set "endpoint.stream" to true in both: TTFT needs streaming.',
});

export const tpotRecipe = twoEndpoints({
  id: 'tpot',
  title: 'Time per output token',
  question: 'Which of two endpoints writes faster once it has started?',
  method:
    'Both get the same prompts, interleaved request by request, and may give long answers. The median TPOT decides.',
  decidingMetric: 'tpot',
  // TPOT does not depend on the length of the output.
  underStudy: ['answer-length'],
  maxTokens: 256,
  also: ['ttft'],
  advice: 'Set "endpoint.stream" to true in both, and "maxTokens" to more than 1.',
});

export const costRecipe = twoEndpoints({
  id: 'cost',
  title: 'Cost per request',
  question: 'What does the same work cost with each of two endpoints, and is the more expensive one faster?',
  method:
    'Both get the same prompts, interleaved request by request. The mean cost per request decides, at the prices in the plans or the price table.',
  decidingMetric: 'cost_per_request',
  // A model with longer outputs costs more, which is part of the answer.
  underStudy: ['answer-length'],
  maxTokens: 256,
  also: ['ttft', 'ttlt'],
  advice:
    'Set prices per million tokens in each plan, e.g. "cost": {"prices": {"input": 3, "output": 15}}, or add them to the price table.',
});
