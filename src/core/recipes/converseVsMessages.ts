import { UserError } from '../base/errors.ts';
import type { JsonObject, JsonValue } from '../base/jsonValue.ts';
import { simulatedScenario } from '../plan/endpointConfig.ts';
import { completed, endpointOf, usualLoad, usualPrompts, withCallbacks } from './planParts.ts';
import type { Recipe } from './recipe.ts';
import { failures, pairSentences } from './sentences.ts';

const kinds = ['bedrock-converse', 'anthropic-messages'];
const defaults: JsonObject = { prompt: usualPrompts, maxTokens: 256, ...usualLoad };

/** The same endpoint through the other API: what only one kind knows stays behind. */
function sides([plan = {}]: readonly JsonObject[]) {
  const whole = completed(plan, defaults);
  const endpoint = endpointOf(whole);
  const { kind, model, region, profile, stream, baseUrl, apiKeyEnv, headers } = endpoint;
  if (typeof kind !== 'string' || !kinds.includes(kind)) {
    throw new UserError(
      `This compares Claude on Bedrock through both of its APIs: "endpoint.kind" must be ${kinds.join(' or ')}, not ${kind}.`,
    );
  }
  if (whole['payload'] !== undefined) {
    throw new UserError('Each API has payloads of its own form: give "prompt" instead of "payload".');
  }
  const simulated = typeof baseUrl === 'string' && simulatedScenario(baseUrl) !== null;
  const provider = kind === 'anthropic-messages' ? (endpoint['provider'] ?? 'anthropic') : 'bedrock';
  if (provider === 'anthropic' && !simulated) {
    throw new UserError(
      'Only Claude on Amazon Bedrock has both APIs: set "endpoint.provider" to bedrock or bedrock-mantle.',
    );
  }
  const shared = given({ model, region, profile, stream, apiKeyEnv, headers });
  // Converse and the Messages API of "bedrock" are at one address, that of "bedrock-mantle" at another.
  const same = simulated || provider === 'bedrock' ? given({ baseUrl }) : {};
  const other =
    kind === 'bedrock-converse'
      ? { kind: 'anthropic-messages', provider, ...shared, ...same }
      : { kind: 'bedrock-converse', ...shared, ...same };
  const [converse, messages] = kind === 'bedrock-converse' ? [endpoint, other] : [other, endpoint];
  const side = (name: string, endpoint: JsonObject) => ({
    name,
    plan: withCallbacks({ ...whole, endpoint }, [{ cacheBuster: true }]),
    from: 0,
  });
  return [side('Converse', converse), side('Messages', messages)];
}

function given(values: Record<string, JsonValue | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined),
  );
}

export const converseVsMessagesRecipe: Recipe = {
  id: 'converse-vs-messages',
  title: 'Converse against Messages',
  question: 'Does it matter through which of Bedrock’s APIs Claude is asked?',
  method:
    'The same model in the same region gets the same prompts through Converse and through the Messages API, in turn, without caches. The median TTFT decides.',
  inputs: [{ label: 'Claude on Bedrock', kinds }],
  defaults,
  decidingMetric: 'ttft',
  // Each request begins with a tag of its own, so that neither API meets what the other has left in a cache.
  underStudy: ['prompts'],
  sides,
  findings: evidence => [
    ...evidence.pairs.flatMap(pair => pairSentences(pair, 'ttft', ['ttlt'])),
    ...failures(evidence),
  ],
};
