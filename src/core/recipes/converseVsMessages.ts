import { UserError } from '../base/errors.ts';
import type { JsonObject, JsonValue } from '../base/jsonValue.ts';
import { simulatedScenario } from '../plan/endpointConfig.ts';
import { defaultLoad, defaultPrompts, endpointInPlan, withCallbacks, withDefaults } from './planParts.ts';
import type { Recipe } from './recipe.ts';
import { failureSentences, pairSentences } from './sentences.ts';

const kinds = ['bedrock-converse', 'anthropic-messages'];
const defaults: JsonObject = { prompt: defaultPrompts, maxTokens: 256, ...defaultLoad };

/** The given endpoint through both APIs. Options that only one kind has are not carried over to the other. */
function sides([plan = {}]: readonly JsonObject[]) {
  const whole = withDefaults(plan, defaults);
  const endpoint = endpointInPlan(whole);
  const { kind, model, region, profile, stream, baseUrl, apiKeyEnv, headers } = endpoint;
  if (typeof kind !== 'string' || !kinds.includes(kind)) {
    throw new UserError(
      `This recipe compares the two APIs for Claude on Bedrock: "endpoint.kind" must be ${kinds.join(' or ')}, not ${kind}.`,
    );
  }
  if (whole['payload'] !== undefined) {
    throw new UserError('The two APIs have different payload formats: use "prompt" instead of "payload".');
  }
  const simulated = typeof baseUrl === 'string' && simulatedScenario(baseUrl) !== null;
  const provider = kind === 'anthropic-messages' ? (endpoint['provider'] ?? 'anthropic') : 'bedrock';
  if (provider === 'anthropic' && !simulated) {
    throw new UserError(
      'Only Claude on Amazon Bedrock has both APIs: set "endpoint.provider" to bedrock or bedrock-mantle.',
    );
  }
  const shared = defined({ model, region, profile, stream, apiKeyEnv, headers });
  // Converse shares its address with the Messages API of "bedrock", but not with that of "bedrock-mantle".
  const address = simulated || provider === 'bedrock' ? defined({ baseUrl }) : {};
  const other =
    kind === 'bedrock-converse'
      ? { kind: 'anthropic-messages', provider, ...shared, ...address }
      : { kind: 'bedrock-converse', ...shared, ...address };
  const [converse, messages] = kind === 'bedrock-converse' ? [endpoint, other] : [other, endpoint];
  const side = (name: string, endpoint: JsonObject) => ({
    name,
    plan: withCallbacks({ ...whole, endpoint }, [{ cacheBuster: true }]),
    from: 0,
  });
  return [side('Converse', converse), side('Messages', messages)];
}

function defined(values: Record<string, JsonValue | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined),
  );
}

export const converseVsMessagesRecipe: Recipe = {
  id: 'converse-vs-messages',
  title: 'Converse versus Messages',
  question: 'Does it matter which of Bedrock’s APIs is used for Claude?',
  method:
    'The same model in the same region gets the same prompts through Converse and the Messages API, interleaved and uncached. The median TTFT decides.',
  inputs: [{ label: 'Claude on Bedrock', kinds }],
  defaults,
  decidingMetric: 'ttft',
  // Each request starts with a different tag, so that neither API finds a cache entry of the other.
  underStudy: ['prompts'],
  sides,
  findings: evidence => [
    ...evidence.pairs.flatMap(pair => pairSentences(pair, 'ttft', ['ttlt'])),
    ...failureSentences(evidence),
  ],
};
