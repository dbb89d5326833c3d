import type { JsonObject } from '../base/jsonValue.ts';
import type { PairComparison } from '../compare/result.ts';
import type { Sample } from '../compare/sample.ts';
import { formatCount, formatPercent, formatSeconds } from '../format/quantities.ts';
import { defaultLoad, endpointInPlan, longText, withCallbacks, withDefaults } from './planParts.ts';
import type { Recipe, RecipeEvidence } from './recipe.ts';
import { failureSentences, metricOf, pairSentences, sidesOf } from './sentences.ts';

function defaults(): JsonObject {
  return {
    system: longText(),
    prompt: 'Answer with one short sentence: what is the text above about?',
    maxTokens: 64,
    ...defaultLoad,
  };
}

/** Two sides: prompts that start differently each time, and the unchanged prompts with a primed cache. */
function sides([plan = {}]: readonly JsonObject[], takesCachePoints: (endpoint: JsonObject) => boolean) {
  const whole = withDefaults(plan, defaults());
  const marks = whole['payload'] === undefined && !('cachePoint' in whole);
  // Warm-up requests prime the cache.
  const warmup = Math.max(1, Number(whole['warmup'] ?? 0));
  const cached: JsonObject = {
    ...(marks && takesCachePoints(endpointInPlan(whole)) && { cachePoint: { after: 'system' } }),
    ...whole,
    warmup,
  };
  return [
    { name: 'uncached', plan: withCallbacks(cached, [{ cacheBuster: true }]), from: 0 },
    { name: 'cached', plan: cached, from: 0 },
  ];
}

function findings(evidence: RecipeEvidence): string[] {
  return [...evidence.pairs.flatMap(pair => pairFindings(evidence, pair)), ...failureSentences(evidence)];
}

function pairFindings(evidence: RecipeEvidence, pair: PairComparison): string[] {
  const ttft = metricOf(pair, 'ttft');
  const sides = sidesOf(evidence, pair);
  const sentences = pairSentences(pair, 'ttft', ['ttlt']);
  if (!ttft || !sides) return sentences;
  const [uncached, cached] = sides;
  const [medians] = ttft.statistics;
  const [from, to] = [medians?.baseline.value, medians?.candidate.value];
  const read = `${share(cached)} of the requests of ${cached.name} read from the prompt cache (${tokens(cached)} on average), and ${share(uncached)} of those of ${uncached.name}.`;
  const reported = cached.conditions.cacheReported;
  const nothingCached = cached.conditions.cachedTokens <= uncached.conditions.cachedTokens;
  return [
    ...sentences,
    ...(from && to
      ? [
          `With the cache, the median TTFT is ${formatSeconds(to)}, ${formatPercent(to / from)} of the uncached median of ${formatSeconds(from)}.`,
        ]
      : []),
    ...(reported
      ? [read]
      : ['The server does not report what it reads from a cache, so TTFT is the only sign of one.']),
    ...(reported && nothingCached
      ? [
          'This says nothing about caching: no more tokens were read from the cache with it than without it. Is the prompt below the provider’s minimum cacheable length?',
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
  question: 'How much sooner does an endpoint answer when most of the prompt is cached?',
  method:
    'The cache is primed once with a long prompt. Then one endpoint gets that prompt again and again, interleaved with prompts that start differently each time and so are never cached. The median TTFT decides.',
  inputs: [{ label: 'Endpoint', kinds: null }],
  defaults: defaults(),
  decidingMetric: 'ttft',
  underStudy: ['caching', 'prompts', 'repeated-prompts'],
  sides,
  findings,
};
