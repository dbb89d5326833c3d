import { isJsonObject, type JsonObject, type JsonValue } from '../base/jsonValue.ts';
import { classNameOf, withoutClassTags } from '../base/taggedObject.ts';
import { countsCacheBeside } from '../request/countedKinds.ts';
import { readCostModel } from './costModel.ts';
import type { Pricing } from './pricing.ts';

/**
 * The pricing of a run from the cost model among the callbacks of its `run_config.json`. Older versions do not
 * save the types of its dimensions, so they are inferred from parameters and names (llmeter-format 4.6). Null if
 * there is no cost model, or one with unknown dimensions.
 */
export function pricingFromConfig({ callbacks, endpoint }: JsonObject): Pricing | null {
  const saved = (Array.isArray(callbacks) ? callbacks : [])
    .map(withoutClassTags)
    .find(one => isJsonObject(one) && isJsonObject(one['request_dims']) && isJsonObject(one['run_dims']));
  if (!isJsonObject(saved)) return null;
  const type = isJsonObject(endpoint) ? (endpoint['endpoint_type'] ?? classNameOf(endpoint)) : null;
  try {
    const { request_dims, run_dims } = saved;
    const typed = { request_dims: withTypes(request_dims), run_dims: withTypes(run_dims) };
    return {
      currency: 'USD',
      model: readCostModel(typed, 'run_config.json'),
      price: null,
      cacheBeside: countsCacheBeside(type),
    };
  } catch {
    return null;
  }
}

function withTypes(dimensions: JsonValue | undefined): JsonObject {
  const entries = isJsonObject(dimensions) ? Object.entries(dimensions) : [];
  return Object.fromEntries(
    entries.map(([name, one]) => [name, isJsonObject(one) ? { _type: typeOf(name, one), ...one } : one]),
  );
}

function typeOf(name: string, parameters: JsonObject): string {
  if ('instance_type' in parameters) return 'SageMakerRTEndpointCompute';
  if ('gbs_provisioned' in parameters) return 'SageMakerRTEndpointStorage';
  if ('price_per_hour' in parameters) return 'EndpointTime';
  return /output/i.test(name) ? 'OutputTokens' : /input/i.test(name) ? 'InputTokens' : 'unknown';
}
