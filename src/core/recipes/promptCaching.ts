import type { JsonObject } from '../base/jsonValue.ts';
import type { PairComparison } from '../compare/result.ts';
import type { Sample } from '../compare/sample.ts';
import { formatCount, formatPercent, formatSeconds } from '../format/quantities.ts';
import { completed, longText, usualLoad, withCallbacks } from './planParts.ts';
import type { Recipe, RecipeEvidence } from './recipe.ts';
import { failures, metricOf, pairSentences, sidesOf } from './sentences.ts';

function defaults(): JsonObject {
  return {
    system: longText(),
    prompt: 'Answer with one short sentence: what is the text above about?',
    maxTokens: 64,
    ...usualLoad,
  };
}

/** Sides of a plan: its prompts as they are, after one request has primed the cache, and beginning anew each time. */
function sides([plan = {}]: readonly JsonObject[]) {
  const whole = completed(plan, defaults());
  // A request of each client that is left out of the statistics is what primes the cache.
  const warmup = Math.max(1, Number(whole['warmup'] ?? 0));
  const cached: JsonObject = {
    ...(whole['payload'] === undefined && !('cachePoint' in whole) && { cachePoint: { after: 'system' } }),
    ...whole,
    warmup,
  };
  return [
    { name: 'uncached', plan: withCallbacks(cached, [{ cacheBuster: true }]), from: 0 },
    { name: 'cached', plan: cached, from: 0 },
  ];
}

function findings(evidence: RecipeEvidence): string[] {
  return [...evidence.pairs.flatMap(pair => pairFindings(evidence, pair)), ...failures(evidence)];
}

function pairFindings(evidence: RecipeEvidence, pair: PairComparison): string[] {
  const ttft = metricOf(pair, 'ttft');
  const sides = sidesOf(evidence, pair);
  const told = pairSentences(pair, 'ttft', ['ttlt']);
  if (!ttft || !sides) return told;
  const [uncached, cached] = sides;
  const [medians] = ttft.statistics;
  const [from, to] = [medians?.baseline.value, medians?.candidate.value];
  const read = `${share(cached)} of the requests of ${cached.name} read from the prompt cache (${tokens(cached)} in the mean), ${share(uncached)} of ${uncached.name}.`;
  const nothingCached = cached.conditions.cachedTokens <= uncached.conditions.cachedTokens;
  return [
    ...told,
    ...(from && to
      ? [
          `With the cache the median TTFT is ${formatSeconds(to)}, ${formatPercent(to / from)} of the uncached median of ${formatSeconds(from)}.`,
        ]
      : []),
    read,
    ...(nothingCached
      ? [
          'So this says nothing about caching: no more was read from the cache than without it. Is the prompt shorter than what the provider caches at least, or does it not report what it reads?',
        ]
      : []),
  ];
}

function share({ conditions }: Sample): string {
  return formatPercent(conditions.cachedShare);
}

function tokens({ conditions }: Sample): string {
  return `${formatCount(Math.round(conditions.cachedTokens))} tokens`;
}

export const promptCachingRecipe: Recipe = {
  id: 'prompt-caching',
  title: 'Prompt caching',
  question: 'How much sooner does an endpoint answer when it has read most of the prompt before?',
  method:
    'One endpoint gets the same long prompt over and over, primed once, in turn with the same prompt beginning differently each time, which no cache holds. The median TTFT decides.',
  inputs: [{ label: 'Endpoint', kinds: null }],
  defaults: defaults(),
  decidingMetric: 'ttft',
  underStudy: ['caching', 'prompts'],
  sides,
  findings,
};
