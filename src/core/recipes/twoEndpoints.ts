import type { JsonObject } from '../base/jsonValue.ts';
import type { ComparedKey } from '../compare/comparedMetrics.ts';
import { completed, usualLoad, usualPrompts } from './planParts.ts';
import type { Recipe } from './recipe.ts';
import { failures, metricOf, pairSentences } from './sentences.ts';
import { sideNames } from './sideNames.ts';

/** What differs between recipes that ask the same of two endpoints. */
type Question = Pick<Recipe, 'id' | 'title' | 'question' | 'method' | 'decidingMetric' | 'underStudy'> & {
  maxTokens: number;
  /** Other metrics to tell beside the one that decides. */
  also: readonly ComparedKey[];
  /** What to do where not both sides have the metric that decides. */
  advice: string;
};

function twoEndpoints({ maxTokens, also, advice, ...recipe }: Question): Recipe {
  const defaults: JsonObject = { prompt: usualPrompts, maxTokens, ...usualLoad };
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
        plan: completed(plan, defaults),
        from: i,
      }));
    },
    findings: evidence => [
      ...evidence.pairs.flatMap(pair => [
        ...pairSentences(pair, recipe.decidingMetric, also),
        ...(metricOf(pair, recipe.decidingMetric) ? [] : [advice]),
      ]),
      ...failures(evidence),
    ],
  };
}

export const ttftRecipe = twoEndpoints({
  id: 'ttft',
  title: 'Time to first token',
  question: 'Which of two endpoints answers sooner?',
  method: 'Both get the same prompts, in turn, request by request. The median TTFT decides.',
  decidingMetric: 'ttft',
  underStudy: [],
  maxTokens: 64,
  also: ['ttft_any', 'ttlt'],
  advice: 'Set "endpoint.stream" to true in both: without streaming there is no first token.',
});

export const tpotRecipe = twoEndpoints({
  id: 'tpot',
  title: 'Time per output token',
  question: 'Which of two endpoints writes faster once it has begun?',
  method:
    'Both get the same prompts, in turn, request by request, and may answer at length. The median TPOT decides.',
  decidingMetric: 'tpot',
  // How long the answers are is divided out.
  underStudy: ['answer-length'],
  maxTokens: 256,
  also: ['ttft'],
  advice: 'Set "endpoint.stream" to true in both, and "maxTokens" to more than 1.',
});

export const costRecipe = twoEndpoints({
  id: 'cost',
  title: 'Cost per request',
  question: 'What does the same work cost with each of two endpoints, and is the dearer one faster?',
  method:
    'Both get the same prompts, in turn, request by request. The mean cost of a request decides, by the prices of the plans or the price table.',
  decidingMetric: 'cost_per_request',
  // A model that says more costs more; that is part of the answer.
  underStudy: ['answer-length'],
  maxTokens: 256,
  also: ['ttft', 'ttlt'],
  advice:
    'Give their prices, e.g. "cost": {"prices": {"input": 3, "output": 15}} per million tokens in each plan, or add them to the price table.',
});
